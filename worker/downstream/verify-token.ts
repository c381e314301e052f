// Signatures and claims of JWTs from the downstream (OIDC Core §3.1.3.7, RFC 9068 §4). oauth4webapi checks ID-token
// signatures only when asked (D5), so jose does it here, against the pinned keys.
import { errors, jwtVerify, type JWTPayload } from 'jose'
import { OutboundError } from '../net/outbound-error.ts'
import { DownstreamError, type DownstreamProfile } from './contract.ts'
import type { DownstreamIo } from './io.ts'
import { signingKeysOf } from './signing-keys.ts'

/** Asymmetric only: an HMAC under the client secret proves nothing about who made the token. */
export const ALGORITHMS = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')
export const CLOCK_TOLERANCE_SECONDS = 60

/** OIDC Core §3.1.3.7. Throws DownstreamError. */
export async function checkIdToken(
  profile: DownstreamProfile,
  idToken: string,
  nonce: string | null,
  io: DownstreamIo,
): Promise<JWTPayload> {
  const claims = await verify(profile, idToken, profile.clientId, ['sub', 'iat', 'exp'], io)
  if (nonce !== null && claims['nonce'] !== nonce)
    refuse('nonce_mismatch', 'the ID token carries another nonce')
  const isForSeveral = Array.isArray(claims.aud) && claims.aud.length > 1
  if ((isForSeveral || claims['azp'] !== undefined) && claims['azp'] !== profile.clientId)
    refuse('azp_mismatch', 'the ID token was issued to another client')
  return claims
}

/** RFC 9068 §4, without its `typ`: several providers predate it. Throws DownstreamError. */
export function checkJwtAccessToken(
  profile: DownstreamProfile,
  accessToken: string,
  io: DownstreamIo,
): Promise<JWTPayload> {
  const { resource, audience } = profile.gateway
  const expected = [resource, audience].filter((value) => value !== null)
  return verify(profile, accessToken, expected.length > 0 ? expected : undefined, ['sub'], io)
}

async function verify(
  profile: DownstreamProfile,
  token: string,
  audience: string | string[] | undefined,
  requiredClaims: string[],
  io: DownstreamIo,
): Promise<JWTPayload> {
  const { jwks_uri: jwksUri, issuer } = profile.endpoints
  if (jwksUri === undefined) refuse('jwks_missing', 'no jwks_uri is pinned, so no signature can be verified')
  try {
    const { payload } = await jwtVerify(token, signingKeysOf(profile, jwksUri, io), {
      issuer,
      ...(audience === undefined ? {} : { audience }),
      algorithms: ALGORITHMS,
      requiredClaims,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(io.now()),
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JOSEError) refuse('token_invalid', error.code, error)
    if (error instanceof OutboundError) refuse('jwks_unreachable', error.message, error)
    throw error
  }
}

function refuse(code: string, detail: string, cause?: unknown): never {
  throw new DownstreamError(code, 'The sign-in server sent a token that cannot be trusted.', detail, {
    cause,
  })
}
