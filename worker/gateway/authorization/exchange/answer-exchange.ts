// Token exchange for embedding apps (product.md §5, RFC 8693): app, origin, form, subject token, user, scopes; then a
// token of 15 minutes at most, without refresh token and without grant.
import { sha256Base64url, sha256Hex } from '../../../crypto/digest.ts'
import { randomId, randomToken } from '../../../crypto/random-id.ts'
import { sealUnderToken } from '../../../crypto/token-sealed.ts'
import { checkSubjectToken, type SubjectToken } from '../../../downstream/check-subject-token.ts'
import { DownstreamError } from '../../../downstream/contract.ts'
import { profileOf } from '../../../downstream/profile.ts'
import type { EmbeddingAppRow } from '../../../../schema/tables/embedding-apps.ts'
import type { Issuer } from '../../configuration/configuration.ts'
import { BLOCKED_USER, isBlockedUser } from '../blocked-users.ts'
import { authenticateClient } from '../clients/authenticate-client.ts'
import type { UsedAssertion } from '../clients/client-assertion.ts'
import type { OAuthCall, WireAnswer } from '../contract.ts'
import { ownOriginsOf } from '../own-origins.ts'
import { readParameters } from '../parameters.ts'
import type { AuthorizationParts } from '../parts.ts'
import { recordRefusal, recordStep } from '../record-step.ts'
import { WireRefusal } from '../refusal.ts'
import { requireIssuer } from '../require-issuer.ts'
import { decideScopes } from '../scopes.ts'
import { userIdOf } from '../users.ts'
import { wireAnswer } from '../wire-answer.ts'
import { checkForm, refuseWire } from '../wire-call.ts'
import { insertEmbeddedToken, purposeOfSubjectToken, type EmbeddedToken } from './embedded-tokens.ts'
import { allowedOriginOf, findAppClient, findEmbeddingApp } from './embedding-app.ts'
import {
  ACCESS_TOKEN_TYPE,
  checkExchangeForm,
  EXCHANGE_PARAMETERS,
  type ExchangeForm,
} from './exchange-form.ts'

const LIFETIME_MS_MAX = 15 * 60_000
/** Shorter than one call takes is of no use to anybody. */
const LIFETIME_MS_MIN = 5_000

export async function answerExchange(parts: AuthorizationParts, call: OAuthCall): Promise<WireAnswer> {
  let issuer: Issuer | undefined
  let app: EmbeddingAppRow | undefined
  let answer: WireAnswer
  try {
    const known = await requireIssuer(parts, call.issuerKey)
    issuer = known
    checkForm(call)
    const form: ExchangeForm = readParameters(call.body, EXCHANGE_PARAMETERS)
    if (known.embeddingApps.length === 0) {
      throw new WireRefusal('unsupported_grant_type', 'No app may exchange tokens here.')
    }
    const { client, assertion } = await authenticateClient(
      parts.clients,
      parts.usedAssertions,
      known,
      call.authorization,
      form,
      async (id) => {
        // Its own pages may read why it was refused.
        app = findEmbeddingApp(known, id)
        return findAppClient(parts.storage.sql, known, id)
      },
    )
    const authenticated = requireApp(known, client.id)
    checkOrigin(authenticated, call.origin)
    const token = checkExchangeForm(form, known.surface.resource)
    const subject = await loadSubject(parts, known, authenticated, token)
    answer = await issue(parts, { call, issuer: known, app: authenticated, form, token, subject, assertion })
  } catch (error) {
    answer = refuseWire(error, (refusal, status) => {
      recordRefusal(parts, call, issuer, 'exchange', {
        status,
        client: app,
        ruleId: refusal.code,
        detail: refusal.cause instanceof DownstreamError ? refusal.cause.detail : refusal.message,
      })
    })
  }
  return { ...answer, allowOrigin: allowedOriginOf(app, call.origin) }
}

function requireApp(issuer: Issuer, id: string): EmbeddingAppRow {
  const app = findEmbeddingApp(issuer, id)
  if (!app) throw new WireRefusal('invalid_client', 'This app is not registered here.')
  return app
}

/** A request without an origin comes from no browser page. Throws WireRefusal. */
function checkOrigin(app: EmbeddingAppRow, origin: string | null): void {
  if (origin === null || app.allowedOrigins.includes(origin)) return
  throw new WireRefusal('access_denied', 'This web origin is not one of the app.')
}

/** Throws WireRefusal. */
async function loadSubject(
  parts: AuthorizationParts,
  issuer: Issuer,
  app: EmbeddingAppRow,
  token: string,
): Promise<SubjectToken> {
  const configuration = await parts.configuration()
  const profile = await profileOf(issuer.gateway, {
    keys: parts.keys(),
    publicOrigin: parts.publicOrigin,
    allowPrivateTargets: parts.allowPrivateTargets,
    ownOrigins: ownOriginsOf(parts.publicOrigin, configuration),
  })
  if (profile === 'needs_review') throw unavailable('An administrator must review the sign-in first.')
  try {
    const rules = { clientId: app.downstreamClientId, ownClientIds: configuration.ownClientIds }
    return await checkSubjectToken(profile, token, rules, parts.io)
  } catch (error) {
    if (!(error instanceof DownstreamError)) throw error
    if (error.code.startsWith('jwks_')) throw unavailable('The subject token cannot be verified now.', error)
    throw new WireRefusal(
      'invalid_request',
      'The subject_token is not acceptable here.',
      {},
      { cause: error },
    )
  }
}

function unavailable(message: string, cause?: unknown): WireRefusal {
  return new WireRefusal('temporarily_unavailable', message, { 'retry-after': '30' }, { cause })
}

interface Exchange {
  call: OAuthCall
  issuer: Issuer
  app: EmbeddingAppRow
  form: ExchangeForm
  token: string
  subject: SubjectToken
  assertion: UsedAssertion | null
}

async function issue(parts: AuthorizationParts, exchange: Exchange): Promise<WireAnswer> {
  const { call, issuer, app, form, token, subject, assertion } = exchange
  const { identity } = subject
  const { sql } = parts.storage
  const now = Date.now()
  const expiresAt = Math.min(now + LIFETIME_MS_MAX, subject.expiresAt)
  if (expiresAt - now < LIFETIME_MS_MIN) {
    throw new WireRefusal('invalid_request', 'The subject_token ends too soon.')
  }
  const scopes = exchangedScopes(form.scope, subject.scopes, issuer.scopes)
  const secret = randomToken()
  const id = randomId('exc')
  const digest = await sha256Base64url(token)
  checkNotBlocked(sql, exchange)
  const userId = userIdOf(sql, identity, now)
  const mcpToken = `${userId}:${id}:${secret}`
  const embedded: EmbeddedToken = {
    id,
    tokenHash: await sha256Hex(mcpToken),
    issuerKey: issuer.key,
    resource: issuer.surface.resource,
    attachmentId: issuer.attachment.id,
    userId,
    appId: app.id,
    appName: app.name,
    appClientId: app.downstreamClientId,
    identity,
    scopes,
    sealedSubjectToken: await sealUnderToken(mcpToken, purposeOfSubjectToken(issuer.key), token),
    subjectTokenDigest: digest,
    createdAt: now,
    expiresAt,
  }
  parts.storage.transactionSync(() => {
    // A block may have come while keys were derived.
    checkNotBlocked(sql, exchange)
    insertEmbeddedToken(sql, embedded)
    if (assertion) parts.usedAssertions.store(assertion)
    recordStep(parts, call, issuer, 'exchange', {
      outcome: 'ok',
      status: 200,
      client: app,
      identity,
      grantId: id,
    })
  })
  parts.expireAt(expiresAt)
  return wireAnswer(200, {
    access_token: mcpToken,
    issued_token_type: ACCESS_TOKEN_TYPE,
    token_type: 'Bearer',
    expires_in: Math.floor((expiresAt - now) / 1_000),
    scope: scopes.join(' '),
  })
}

function checkNotBlocked(sql: SqlStorage, { issuer, app, subject }: Exchange): void {
  if (isBlockedUser(sql, subject.identity)) throw new WireRefusal('invalid_request', BLOCKED_USER)
  const verdict = findAppClient(sql, issuer, app.id)
  if (!verdict.known) throw new WireRefusal('invalid_client', verdict.reason)
}

/** Subject token ∩ attachment ∩ what was asked for. Throws WireRefusal where nothing is left of something. */
function exchangedScopes(
  requested: string | undefined,
  subject: readonly string[],
  attachment: readonly string[],
): string[] {
  const possible = attachment.filter((scope) => subject.includes(scope))
  const scopes = decideScopes(requested, possible)
  if (!scopes || (scopes.length === 0 && attachment.length > 0)) {
    throw new WireRefusal(
      'invalid_scope',
      'The subject_token has none of the scopes that are asked for here.',
    )
  }
  return scopes
}
