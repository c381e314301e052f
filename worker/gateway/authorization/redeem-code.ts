// The authorization code grant (O7; RFC 6749 §4.1.3, RFC 7636 §4.6). Checks, in order, change nothing; then the
// library issues, and everything is written at once.
import { sha256Hex } from '../../crypto/digest.ts'
import { BLOCKED_USER, isBlockedUser } from './blocked-users.ts'
import { libraryClient } from './clients/client.ts'
import type { WireAnswer } from './contract.ts'
import { endFamily } from './end-family.ts'
import { familyName, findFamily, markRedeemed, type Family } from './families.ts'
import { canonicalPost } from './library.ts'
import { parseLibraryToken } from './library-token.ts'
import type { AuthorizationParts } from './parts.ts'
import { isVerifierOf } from './pkce.ts'
import { recordStep } from './record-step.ts'
import { insertRefreshToken } from './refresh-tokens.ts'
import { checkTokenScopes } from './token-scopes.ts'
import { WireRefusal } from './refusal.ts'
import { isResource } from './resource.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { TokenRequest } from './token.ts'
import { libraryRefusal, wireAnswer } from './wire-answer.ts'

export async function redeemCode(parts: AuthorizationParts, request: TokenRequest): Promise<WireAnswer> {
  const { issuer, form } = request
  if (form.code === undefined) throw new WireRefusal('invalid_request', 'The code is missing.')
  if (form.code_verifier === undefined)
    throw new WireRefusal('invalid_request', 'The code_verifier is missing.')
  if (form.resource !== undefined && !isResource(form.resource, issuer.surface.resource)) {
    throw new WireRefusal('invalid_target', 'The resource is not the one of this authorization server.')
  }
  const named = parseLibraryToken(form.code)
  if (!named) throw invalidCode()
  const key = { issuerKey: issuer.key, ...named }
  return parts.serial.run(familyName(key), async () => {
    const family = await checkCode(request, findFamily(parts.storage.sql, key))
    if (family.redeemedAt !== null) return refuseReplay(parts, request, family)
    if (Date.now() > family.codeExpiresAt) throw new WireRefusal('invalid_grant', 'The code has expired.')
    return issueTokens(parts, request, family)
  })
}

/** The code is this client's, with its redirect URI and verifier (O7). Changes nothing. */
async function checkCode(request: TokenRequest, family: Family | undefined): Promise<Family> {
  const { form, authenticated } = request
  if (!family || (await sha256Hex(form.code ?? '')) !== family.codeHash) throw invalidCode()
  if (family.clientId !== authenticated.client.id) throw invalidCode()
  // OAuth 2.1 leaves redirect_uri out here; where it is sent it must be the one of the request.
  if (form.redirect_uri !== undefined && form.redirect_uri !== family.redirectUri) {
    throw new WireRefusal('invalid_grant', 'The redirect_uri is not the one of the authorization request.')
  }
  if (!(await isVerifierOf(form.code_verifier ?? '', family.codeChallenge))) {
    throw new WireRefusal('invalid_grant', 'The code_verifier does not match the code_challenge.')
  }
  return family
}

/** Right client, redirect URI and verifier a second time: what the code issued is revoked (RFC 6749 §4.1.2). */
async function refuseReplay(
  parts: AuthorizationParts,
  request: TokenRequest,
  family: Family,
): Promise<WireAnswer> {
  const grantId = await endFamily(parts, family, 'code_replay')
  recordStep(parts, request.call, request.issuer, 'replay', {
    outcome: 'refused',
    status: 400,
    client: request.authenticated.client,
    grantId: grantId ?? undefined,
    ruleId: 'code_replay',
    detail: 'A code was presented twice; what it had issued is revoked.',
  })
  return wireAnswer(400, { error: 'invalid_grant', error_description: 'The code was used before.' }, grantId)
}

async function issueTokens(
  parts: AuthorizationParts,
  request: TokenRequest,
  family: Family,
): Promise<WireAnswer> {
  const { issuer, form, call, authenticated } = request
  const { client, assertion } = authenticated
  const grant = parts.vault.findByAuthorization(family.userId, family.authorizationId)
  if (!grant) throw invalidCode()
  if (isBlockedUser(parts.storage.sql, grant.identity)) throw new WireRefusal('invalid_grant', BLOCKED_USER)
  const { sql } = parts.storage
  const kv = new StagedKv({
    store: new OAuthStore(sql, issuer.key),
    client: libraryClient(client),
    now: Date.now,
  })
  // RFC 6749 §4.1.3 knows no `scope` here: what the client sends beside the code changes nothing.
  const scope = checkTokenScopes(undefined, grant.scopes, issuer.scopes).join(' ')
  const response = await parts.library.fetch(
    issuer,
    canonicalPost(
      issuer.surface.tokenEndpoint,
      'application/x-www-form-urlencoded',
      new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: client.id,
        code: form.code ?? '',
        redirect_uri: family.redirectUri,
        code_verifier: form.code_verifier ?? '',
        resource: issuer.surface.resource,
        ...(scope === '' ? {} : { scope }),
      }).toString(),
    ),
    kv,
  )
  if (!response.ok) throw await libraryRefusal(response)
  const body = await response.json<Record<string, unknown>>()
  const refreshHash = await sha256Hex(String(body['refresh_token']))
  const fingerprint = await fingerprintOf(client.id, undefined)
  let earliest: number | undefined
  parts.storage.transactionSync(() => {
    // A revocation may have ended the family while keys were derived.
    if (!findFamily(sql, family)) throw invalidCode()
    earliest = kv.commit()
    markRedeemed(sql, family, Date.now())
    insertRefreshToken(sql, family, refreshHash, fingerprint)
    if (assertion) parts.usedAssertions.store(assertion)
    recordStep(parts, call, issuer, 'token', {
      outcome: 'ok',
      status: 200,
      client,
      grantId: grant.id,
      identity: grant.identity,
    })
  })
  if (earliest !== undefined) parts.expireAt(earliest)
  return wireAnswer(200, body)
}

/** One text for every code that is not this client's to redeem. */
function invalidCode(): WireRefusal {
  return new WireRefusal('invalid_grant', 'The code is not valid.')
}
