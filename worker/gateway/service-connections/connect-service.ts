// An admin connects as themself, so that Limen can list the tools of a server (product.md §6). What comes of it is a
// grant without MCP tokens: no client can ever call with it.
import { randomId, randomToken } from '../../crypto/random-id.ts'
import type { FinishedAuthorization } from '../../downstream/contract.ts'
import { checkSameSite } from '../authorization/check-same-site.ts'
import type { OAuthCall } from '../authorization/contract.ts'
import { readParameters } from '../authorization/parameters.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import { recordStep } from '../authorization/record-step.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import { requireIssuer } from '../authorization/require-issuer.ts'
import { userIdOf } from '../authorization/users.ts'
import type { Issuer } from '../configuration/configuration.ts'
import { beginOwnSignIn } from '../own-sign-ins/begin-own-sign-in.ts'
import type { OwnAnswer, OwnPurpose } from '../own-sign-ins/contract.ts'
import { guardPage } from '../own-sign-ins/guard-page.ts'
import { findStep, putStep, takeStep } from '../own-sign-ins/sealed-steps.ts'
import { SERVICE_CLIENT } from './service-grant.ts'

type ServicePurpose = Extract<OwnPurpose, { kind: 'service' }>

const TICKET_MS = 10 * 60_000

/** What an admin opens in a browser; ten minutes, once. */
export async function issueServiceTicket(
  parts: AuthorizationParts,
  purpose: ServicePurpose,
): Promise<{ ticket: string; expiresAt: number }> {
  const ticket = randomToken(32)
  const expiresAt = Date.now() + TICKET_MS
  await putStep(parts, 'service_ticket', ticket, purpose, expiresAt)
  return { ticket, expiresAt }
}

/** Opening the link changes nothing. */
export function showService(parts: AuthorizationParts, call: OAuthCall): Promise<OwnAnswer> {
  return guardPage(parts, call, 'service_connection', async () => {
    // First of all: it makes a storage that went back in time safe.
    await parts.configuration()
    const { ticket = '' } = readParameters(call.query, ['ticket'])
    const purpose = await findStep<ServicePurpose>(parts, 'service_ticket', ticket)
    if (!purpose) throw expired()
    const issuer = await requireIssuer(parts, `${purpose.attachmentId}:p`)
    const action = `${parts.publicOrigin}/g/${issuer.gateway.id}/service`
    return { kind: 'ask', what: 'service', action, handle: ticket, serverName: issuer.server.name }
  })
}

export function beginService(parts: AuthorizationParts, call: OAuthCall): Promise<OwnAnswer> {
  return guardPage(parts, call, 'service_connection', async () => {
    // First of all: it makes a storage that went back in time safe.
    await parts.configuration()
    checkSameSite(parts, call)
    const { handle = '' } = readParameters(call.body, ['handle', 'decision'])
    const purpose = await takeStep<ServicePurpose>(parts, 'service_ticket', handle)
    if (!purpose) throw expired()
    const issuer = await requireIssuer(parts, `${purpose.attachmentId}:p`)
    return beginOwnSignIn(parts, issuer, purpose, { scopes: issuer.scopes, isFresh: false })
  })
}

/** The last connection of a server is the one that counts; those before it end here. */
export async function connectService(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  { actor }: ServicePurpose,
  { identity, tokens }: FinishedAuthorization,
): Promise<OwnAnswer> {
  const before = parts.vault.select({ clientId: SERVICE_CLIENT.id }).filter((id) => isOf(parts, id, issuer))
  const grantId = await parts.vault.create({
    attachmentId: issuer.attachment.id,
    serverId: issuer.server.id,
    authorizationId: randomId('svc'),
    userId: userIdOf(parts.storage.sql, identity, Date.now()),
    issuerKey: issuer.key,
    identity,
    clientId: SERVICE_CLIENT.id,
    clientName: SERVICE_CLIENT.name,
    redirectUri: '',
    scopes: issuer.scopes,
    tokens,
  })
  await parts.vault.end(before, 'superseded', { downstream: false })
  recordStep(parts, call, issuer, 'service_connection', {
    outcome: 'ok',
    status: 200,
    client: SERVICE_CLIENT,
    identity,
    grantId,
    detail: `Asked for by ${actor}.`,
  })
  const account = identity.email ?? identity.displayName ?? identity.subject
  return { kind: 'done', what: 'connected', serverName: issuer.server.name, account, cookies: [] }
}

function isOf({ vault }: AuthorizationParts, grantId: string, { attachment }: Issuer): boolean {
  return vault.select({ attachmentId: attachment.id }).includes(grantId)
}

function expired(): PageRefusal {
  return new PageRefusal('expired', 'This link is older than ten minutes or was already used.')
}
