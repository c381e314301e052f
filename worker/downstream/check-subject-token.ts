// A user's downstream access token that an embedding app presents for exchange (RFC 8693 §2.1, RFC 9068 §4): issued by
// the pinned issuer, for the Gateway's API, to that very app.
import type { JWTPayload } from 'jose'
import type { Identity } from '../gateway/contract.ts'
import { DownstreamError, type DownstreamProfile } from './contract.ts'
import { identityOf } from './identity.ts'
import { platformIo, type DownstreamIo } from './io.ts'
import { parseGrantedScopes } from './scopes.ts'
import { checkJwtAccessToken } from './verify-token.ts'

/** RFC 7519 tokens are far smaller; a larger one costs only time. */
const CHARACTERS_MAX = 8 * 1_024

export interface SubjectToken {
  identity: Identity
  /** In Limen's names. */
  scopes: readonly string[]
  /** ms since 1970. */
  expiresAt: number
}

export interface SubjectTokenRules {
  /** The app's client id at the downstream. */
  clientId: string
  /** Client ids under which Limen itself gets tokens: what it forwards to runtimes is never exchanged. */
  ownClientIds: readonly string[]
}

/** Throws DownstreamError; `jwks_unreachable` and `jwks_unusable` say nothing about the token. */
export async function checkSubjectToken(
  profile: DownstreamProfile,
  token: string,
  rules: SubjectTokenRules,
  io: DownstreamIo = platformIo,
): Promise<SubjectToken> {
  const { gateway, endpoints } = profile
  if (gateway.resource === null && gateway.audience === null)
    refuse(
      'audience_unknown',
      'the Gateway names neither resource nor audience, so no token is known to be for it',
    )
  if (token.length > CHARACTERS_MAX) refuse('token_too_large', 'the subject token is too large')
  const claims = await checkJwtAccessToken(profile, token, io)
  checkClient(claims, rules)
  // `exp` is tolerated a little late elsewhere; a token that is over must not become one that lives.
  const expiresAt = (claims.exp ?? 0) * 1_000
  if (expiresAt <= io.now()) refuse('token_expired', 'the subject token has expired, or says not when')
  return {
    identity: identityOf(endpoints.issuer, gateway.identity, claims),
    scopes: parseGrantedScopes(gateway, claims['scope'] ?? claims['scp']) ?? [],
    expiresAt,
  }
}

/** Every claim that names the client must name the app, and one must (RFC 9068 §2.2, OIDC Core §2). */
function checkClient(claims: JWTPayload, { clientId, ownClientIds }: SubjectTokenRules): void {
  const named = [claims['azp'], claims['client_id']].filter((value) => value !== undefined)
  if (named.some((value) => ownClientIds.includes(String(value))))
    refuse('own_token', 'the subject token was issued to Limen itself')
  if (named.length === 0 || named.some((value) => value !== clientId))
    refuse('foreign_client', 'the subject token was not issued to this app')
}

function refuse(code: string, detail: string): never {
  throw new DownstreamError(code, 'The subject token is not acceptable.', detail)
}
