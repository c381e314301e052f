// The revocation endpoint (RFC 7009). A refresh token takes its whole authorization and grant with it; an access token
// goes alone. A token that is not this client's, or none of ours, is answered 200 and changes nothing (§2.2).
import { sha256Hex } from '../../crypto/digest.ts'
import { authenticateClient, findKnownClient } from './clients/authenticate-client.ts'
import type { ClientVerdict } from './clients/find-client.ts'
import type { OAuthCall, WireAnswer } from './contract.ts'
import { endFamily } from './end-family.ts'
import { deleteEmbeddedToken, findEmbeddedToken } from './exchange/embedded-tokens.ts'
import { findAppClient, findEmbeddingApp } from './exchange/embedding-app.ts'
import { familyName, findFamily } from './families.ts'
import { parseLibraryToken } from './library-token.ts'
import { readParameters } from './parameters.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordRefusal, recordStep } from './record-step.ts'
import { findRefreshToken } from './refresh-tokens.ts'
import { WireRefusal } from './refusal.ts'
import type { Issuer } from '../configuration/configuration.ts'
import { requireIssuer } from './require-issuer.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { wireAnswer } from './wire-answer.ts'
import { checkForm, refuseWire } from './wire-call.ts'

const PARAMETERS = [
  'token',
  'token_type_hint',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
] as const

export async function answerRevocation(parts: AuthorizationParts, call: OAuthCall): Promise<WireAnswer> {
  let issuer: Issuer | undefined
  try {
    issuer = await requireIssuer(parts, call.issuerKey)
    checkForm(call)
    const form = readParameters(call.body, PARAMETERS)
    const { client, assertion } = await authenticateClient(
      parts.clients,
      parts.usedAssertions,
      issuer,
      call.authorization,
      form,
      finderOf(parts, issuer),
    )
    if (form.token === undefined) throw new WireRefusal('invalid_request', 'The token is missing.')
    const grantId = await revokeToken(parts, issuer.key, client.id, form.token)
    if (assertion) parts.usedAssertions.store(assertion)
    recordStep(parts, call, issuer, 'revoke', {
      outcome: 'ok',
      status: 200,
      client,
      grantId: grantId ?? undefined,
    })
    return wireAnswer(200, null, grantId)
  } catch (error) {
    return refuseWire(error, (refusal, status) => {
      recordRefusal(parts, call, issuer, 'revoke', {
        status,
        ruleId: refusal.code,
        detail: refusal.message,
      })
    })
  }
}

/** An embedding app may give back what it exchanged. */
function finderOf(parts: AuthorizationParts, issuer: Issuer) {
  return async (id: string): Promise<ClientVerdict> =>
    findEmbeddingApp(issuer, id)
      ? findAppClient(parts.storage.sql, issuer, id)
      : findKnownClient(parts.clients, issuer, id)
}

/** Answers the grant whose tokens changed, or null. */
async function revokeToken(
  parts: AuthorizationParts,
  issuerKey: string,
  clientId: string,
  token: string,
): Promise<string | null> {
  const named = parseLibraryToken(token)
  if (!named) return null
  const key = { issuerKey, ...named }
  const hash = await sha256Hex(token)
  const embedded = findEmbeddedToken(parts.storage.sql, issuerKey, hash, Date.now())
  if (embedded?.appId === clientId) {
    deleteEmbeddedToken(parts.storage.sql, embedded.id)
    return embedded.id
  }
  return parts.serial.run(familyName(key), async () => {
    const { sql } = parts.storage
    const family = findFamily(sql, key)
    if (family?.clientId !== clientId) return null
    if (findRefreshToken(sql, issuerKey, hash)) return endFamily(parts, family, 'revoked_by_client')
    const store = new OAuthStore(sql, issuerKey)
    const entry = `token:${key.userId}:${key.authorizationId}:${hash}`
    if (!store.find(entry, Date.now())) return null
    store.delete(entry)
    return parts.vault.findByAuthorization(key.userId, key.authorizationId)?.id ?? null
  })
}
