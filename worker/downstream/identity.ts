// Who signed in, from the source the Gateway names (product.md §5).
import * as oauth from 'oauth4webapi'
import type { IdentitySettings } from '../../schema/tables/gateways.ts'
import type { Identity } from '../gateway/contract.ts'
import type { TokenSet } from '../gateway/vault/contract.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { DownstreamError, type DownstreamProfile, type PendingAuthorization } from './contract.ts'
import { exchange, isOutageStatus, type DownstreamIo } from './io.ts'
import { clientAuthenticationOf, clientOf, mayAuthenticateAt, serverOf, transportOf } from './oauth-client.ts'
import { isJsonObject } from './parse-json.ts'
import { checkIdToken, checkJwtAccessToken } from './verify-token.ts'

const NAME_LENGTH_MAX = 256
const SUBJECT_LENGTH_MAX = 1_024

type Claims = Record<string, unknown>

/** Throws DownstreamError. An ID token that came along is verified whatever the source: its nonce binds the code. */
export async function resolveIdentity(
  profile: DownstreamProfile,
  pending: PendingAuthorization,
  tokens: TokenSet,
  io: DownstreamIo,
): Promise<Identity> {
  const { source } = profile.gateway.identity
  const canVerify = profile.endpoints.jwks_uri !== undefined
  const mustVerify = source === 'id_token' || (tokens.idToken !== null && canVerify)
  const idToken = mustVerify ? await idTokenClaims(profile, pending, tokens, io) : null
  const claims = source === 'id_token' && idToken ? idToken : await claimsFrom(source, profile, tokens, io)
  // OIDC Core §5.3.2: the answer must speak about the user of the ID token.
  if (source === 'userinfo' && idToken && claims['sub'] !== idToken['sub'])
    refuse('subject_mismatch', 'userinfo speaks about another user than the ID token')
  return identityOf(profile.endpoints.issuer, profile.gateway.identity, claims)
}

function idTokenClaims(
  profile: DownstreamProfile,
  pending: PendingAuthorization,
  tokens: TokenSet,
  io: DownstreamIo,
): Promise<Claims> {
  if (tokens.idToken === null) refuse('id_token_missing', 'the token answer holds no ID token')
  return checkIdToken(profile, tokens.idToken, pending.nonce, io)
}

async function claimsFrom(
  source: IdentitySettings['source'],
  profile: DownstreamProfile,
  tokens: TokenSet,
  io: DownstreamIo,
): Promise<Claims> {
  switch (source) {
    case 'id_token':
      return refuse('id_token_missing', 'the token answer holds no ID token')
    case 'access_token':
      return checkJwtAccessToken(profile, tokens.accessToken, io)
    case 'userinfo':
      return readUserinfo(profile, tokens.accessToken, io)
    case 'introspection':
      return introspect(profile, tokens.accessToken, io)
  }
}

/** OIDC Core §5.3, as JSON. */
async function readUserinfo(
  profile: DownstreamProfile,
  accessToken: string,
  io: DownstreamIo,
): Promise<Claims> {
  const endpoint = profile.endpoints.userinfo_endpoint
  if (endpoint === undefined) refuse('userinfo_missing', 'no userinfo_endpoint is pinned')
  const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json' }
  const response = await reach(() => exchange(endpoint, { headers }, profile, io))
  if (!response.ok) refuse('userinfo_refused', `userinfo answered ${response.status}`)
  return jsonObject(response, 'userinfo')
}

/** RFC 7662 §2. */
async function introspect(
  profile: DownstreamProfile,
  accessToken: string,
  io: DownstreamIo,
): Promise<Claims> {
  const endpoint = profile.endpoints.introspection_endpoint
  if (endpoint === undefined) refuse('introspection_missing', 'no introspection_endpoint is pinned')
  if (!mayAuthenticateAt(profile, endpoint))
    refuse('introspection_foreign', 'the introspection endpoint is on another origin than the token endpoint')
  const authentication = await clientAuthenticationOf(profile)
  const options = { ...transportOf(profile, io), additionalParameters: { token_type_hint: 'access_token' } }
  const response = await reach(() =>
    oauth.introspectionRequest(serverOf(profile), clientOf(profile), authentication, accessToken, options),
  )
  if (!response.ok) refuse('introspection_refused', `introspection answered ${response.status}`)
  const claims = await jsonObject(response, 'introspection')
  if (claims['active'] !== true)
    refuse('introspection_inactive', 'introspection says the token is not active')
  if (claims['iss'] !== undefined && claims['iss'] !== profile.endpoints.issuer)
    refuse('issuer_mismatch', 'introspection names another issuer')
  return claims
}

async function reach(request: () => Promise<Response>): Promise<Response> {
  let response: Response
  try {
    response = await request()
  } catch (error) {
    throw unreachable(error instanceof OutboundError ? error.message : 'the request failed', error)
  }
  if (isOutageStatus(response.status)) throw unreachable(`answered ${response.status}`)
  return response
}

function unreachable(detail: string, cause?: unknown): DownstreamError {
  return new DownstreamError('identity_unreachable', 'The sign-in server does not answer.', detail, { cause })
}

async function jsonObject(response: Response, what: string): Promise<Claims> {
  const body: unknown = await response.json().catch(() => null)
  if (!isJsonObject(body)) refuse('identity_unreadable', `${what} did not answer a JSON object`)
  return body
}

/** Pure. */
export function identityOf(issuer: string, settings: IdentitySettings, claims: Claims): Identity {
  const names = settings.claims
  const subject = text(claims[names.subject])
  if (subject === null || subject.length > SUBJECT_LENGTH_MAX)
    refuse('subject_missing', `the claim "${names.subject}" holds no usable subject`)
  const email = text(claims[names.email])
  const displayName = text(claims[names.displayName])
  return {
    issuer,
    subject,
    organization: names.organization === null ? null : text(claims[names.organization]),
    email: email !== null && email.length <= NAME_LENGTH_MAX ? email : null,
    emailVerified: email !== null && isVouchedFor(settings, claims),
    displayName: displayName?.slice(0, NAME_LENGTH_MAX) ?? null,
  }
}

function isVouchedFor(settings: IdentitySettings, claims: Claims): boolean {
  if (settings.emailTrust !== 'claim') return settings.emailTrust === 'always'
  const claim = claims[settings.claims.emailVerified]
  return claim === true || claim === 'true'
}

function text(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

function refuse(code: string, detail: string): never {
  throw new DownstreamError(code, 'The sign-in server did not say reliably who signed in.', detail)
}
