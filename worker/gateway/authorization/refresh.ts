// The refresh grant (O10; RFC 6749 §6, RFC 9700 §4.14.2). MCP clients refresh from several processes at once, so a
// repetition is answered, and only a proven reuse ends the family.
import { sha256Hex } from '../../crypto/digest.ts'
import { openUnderToken, sealUnderToken } from '../../crypto/token-sealed.ts'
import { BLOCKED_USER, isBlockedUser } from './blocked-users.ts'
import { libraryClient } from './clients/client.ts'
import type { WireAnswer } from './contract.ts'
import { endFamily } from './end-family.ts'
import { familyName, findFamily, type FamilyKey } from './families.ts'
import { fingerprintOf } from './fingerprint.ts'
import { canonicalPost } from './library.ts'
import { parseLibraryToken } from './library-token.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordStep } from './record-step.ts'
import {
  findRefreshToken,
  insertRefreshToken,
  markPresented,
  SAME_ANSWER_MS,
  type RefreshToken,
} from './refresh-tokens.ts'
import { WireRefusal } from './refusal.ts'
import { isResource } from './resource.ts'
import { checkTokenScopes } from './token-scopes.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'
import type { TokenRequest } from './token.ts'
import { libraryRefusal, wireAnswer } from './wire-answer.ts'

const PURPOSE = 'refresh-answer'

export type RefreshVerdict = 'issue' | 'repeat' | 'reissue' | 'refuse' | 'reuse'

/** What a presented refresh token means (O10). `successor`: the row of the token it was answered with. Pure. */
export function decideRefresh(
  presented: RefreshToken,
  successor: RefreshToken | undefined,
  fingerprint: string,
  now: number,
): RefreshVerdict {
  const isSameRequest = presented.fingerprint === fingerprint
  if (presented.state === 'current') return 'issue'
  if (presented.state === 'struck') return isSameRequest ? 'reuse' : 'refuse'
  if (now - (presented.presentedAt ?? 0) <= SAME_ANSWER_MS) return isSameRequest ? 'repeat' : 'refuse'
  if (!successor) return 'refuse'
  if (successor.state === 'current') return 'reissue'
  return isSameRequest ? 'reuse' : 'refuse'
}

export async function refreshTokens(parts: AuthorizationParts, request: TokenRequest): Promise<WireAnswer> {
  const { issuer, form, authenticated } = request
  const { sql } = parts.storage
  if (form.refresh_token === undefined)
    throw new WireRefusal('invalid_request', 'The refresh_token is missing.')
  if (form.resource !== undefined && !isResource(form.resource, issuer.surface.resource)) {
    throw new WireRefusal('invalid_target', 'The resource is not the one of this authorization server.')
  }
  const token = form.refresh_token
  const named = parseLibraryToken(token)
  if (!named) throw invalidToken()
  const family: FamilyKey = { issuerKey: issuer.key, ...named }
  const hash = await sha256Hex(token)
  const fingerprint = await fingerprintOf(authenticated.client.id, form.scope)
  return parts.serial.run(familyName(family), async () => {
    const presented = findRefreshToken(sql, issuer.key, hash)
    const owner = findFamily(sql, family)
    if (!presented || !owner || owner.clientId !== authenticated.client.id) throw invalidToken()
    const grant = parts.vault.findByAuthorization(named.userId, named.authorizationId)
    if (grant && isBlockedUser(sql, grant.identity)) throw new WireRefusal('invalid_grant', BLOCKED_USER)
    const { successorHash } = presented
    const successor = successorHash === null ? undefined : findRefreshToken(sql, issuer.key, successorHash)
    switch (decideRefresh(presented, successor, fingerprint, Date.now())) {
      case 'issue':
        return issueTokens(parts, request, family, { token, hash, fingerprint, struckHash: null })
      case 'reissue':
        return issueTokens(parts, request, family, { token, hash, fingerprint, struckHash: successorHash })
      case 'repeat':
        return repeatAnswer(parts, request, token, presented.answer)
      case 'refuse':
        throw invalidToken()
      case 'reuse':
        return refuseReuse(parts, request, family)
    }
  })
}

async function issueTokens(
  parts: AuthorizationParts,
  request: TokenRequest,
  family: FamilyKey,
  presented: { token: string; hash: string; fingerprint: string; struckHash: string | null },
): Promise<WireAnswer> {
  const { issuer, form, call, authenticated } = request
  const { client, assertion } = authenticated
  const { sql } = parts.storage
  const grant = parts.vault.findByAuthorization(family.userId, family.authorizationId)
  if (!grant) throw invalidToken()
  const kv = new StagedKv({
    store: new OAuthStore(sql, issuer.key),
    client: libraryClient(client),
    now: Date.now,
  })
  const scope = checkTokenScopes(form.scope, grant.scopes, issuer.scopes).join(' ')
  const response = await parts.library.fetch(
    issuer,
    canonicalPost(
      issuer.surface.tokenEndpoint,
      'application/x-www-form-urlencoded',
      new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: client.id,
        refresh_token: presented.token,
        resource: issuer.surface.resource,
        ...(scope === '' ? {} : { scope }),
      }).toString(),
    ),
    kv,
  )
  if (!response.ok) throw await libraryRefusal(response)
  const body = await response.json<Record<string, unknown>>()
  const successorHash = await sha256Hex(String(body['refresh_token']))
  const answer = await sealUnderToken(presented.token, PURPOSE, JSON.stringify(body))
  let earliest: number | undefined
  parts.storage.transactionSync(() => {
    // A revocation may have ended the family while keys were derived.
    if (!findFamily(sql, family)) throw invalidToken()
    earliest = kv.commit()
    insertRefreshToken(sql, family, successorHash, presented.fingerprint)
    const { fingerprint } = presented
    markPresented(
      sql,
      issuer.key,
      presented.hash,
      { at: Date.now(), successorHash, fingerprint, answer },
      presented.struckHash,
    )
    if (assertion) parts.usedAssertions.store(assertion)
    recordStep(parts, call, issuer, 'refresh', {
      outcome: 'ok',
      status: 200,
      client,
      grantId: grant.id,
      identity: grant.identity,
    })
  })
  parts.expireAt(Math.min(earliest ?? Number.MAX_SAFE_INTEGER, Date.now() + SAME_ANSWER_MS))
  return wireAnswer(200, body)
}

/** The same token again within a minute: the answer it got, word for word. */
async function repeatAnswer(
  parts: AuthorizationParts,
  request: TokenRequest,
  token: string,
  sealed: string | null,
): Promise<WireAnswer> {
  if (sealed === null) throw invalidToken()
  const body = JSON.parse(await openUnderToken(token, PURPOSE, sealed)) as Record<string, unknown>
  parts.storage.transactionSync(() => {
    if (request.authenticated.assertion) parts.usedAssertions.store(request.authenticated.assertion)
    recordStep(parts, request.call, request.issuer, 'refresh', {
      outcome: 'ok',
      status: 200,
      client: request.authenticated.client,
      detail: 'The same refresh token again within a minute: the same answer.',
    })
  })
  return wireAnswer(200, body)
}

async function refuseReuse(
  parts: AuthorizationParts,
  request: TokenRequest,
  family: FamilyKey,
): Promise<WireAnswer> {
  const grantId = await endFamily(parts, family, 'token_replay')
  recordStep(parts, request.call, request.issuer, 'replay', {
    outcome: 'refused',
    status: 400,
    client: request.authenticated.client,
    grantId: grantId ?? undefined,
    ruleId: 'token_replay',
    detail: 'A refresh token was used again after its successor; the authorization is revoked.',
  })
  return wireAnswer(
    400,
    { error: 'invalid_grant', error_description: 'The refresh token was used before.' },
    grantId,
  )
}

/** One text for every token that is not this client's to use. */
function invalidToken(): WireRefusal {
  return new WireRefusal('invalid_grant', 'The refresh token is not valid.')
}
