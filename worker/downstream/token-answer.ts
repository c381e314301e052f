// The body of a successful token answer, read as forgivingly as D5 says. Pure.
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import type { TokenSet } from '../gateway/vault/contract.ts'
import { isJsonObject } from './parse-json.ts'
import { compareScopes, parseGrantedScopes } from './scopes.ts'

const DAY_MS = 24 * 3_600_000
/** A number that means "for ever" still has to be a time. */
const LIFETIME_MS_MAX = 36_500 * DAY_MS
/** An access token without `expires_in` is renewed after this time where that is possible (D5). */
const ASSUMED_LIFETIME_MS = 300_000

export interface TokenAnswerContext {
  gateway: GatewayRow
  /** API scopes that were asked for, in Limen's names. */
  asked: readonly string[]
  /** A refresh token exists already, so that a missing one is kept (D5). */
  hasRefreshToken: boolean
  /** ms since 1970, when the answer arrived. */
  now: number
}

export type TokenAnswer =
  | { kind: 'usable'; tokens: TokenSet }
  /** The access token is of no use, a refresh token may still be in `tokens` (security.md §3, 6b). */
  | { kind: 'useless'; tokens: TokenSet; detail: string }
  /** Nothing can be learnt from it. */
  | { kind: 'unreadable'; detail: string }

export function parseTokenAnswer(body: unknown, context: TokenAnswerContext): TokenAnswer {
  if (!isJsonObject(body)) return { kind: 'unreadable', detail: 'the answer is no JSON object' }
  const refreshToken = nonEmptyString(body['refresh_token'])
  const accessToken = nonEmptyString(body['access_token'])
  const scopes = parseGrantedScopes(context.gateway, body['scope']) ?? context.asked
  const tokens: TokenSet = {
    accessToken: accessToken ?? '',
    accessExpiresAt: expiryOf(body['expires_in'], context, refreshToken !== null || context.hasRefreshToken),
    refreshToken,
    scopes,
    idToken: nonEmptyString(body['id_token']),
    clientId: context.gateway.clientId,
  }
  const fault = faultOf(body, accessToken, tokens.scopes, context)
  if (fault === null) return { kind: 'usable', tokens }
  if (accessToken === null && refreshToken === null) return { kind: 'unreadable', detail: fault }
  return { kind: 'useless', tokens, detail: fault }
}

function faultOf(
  body: Record<string, unknown>,
  accessToken: string | null,
  granted: readonly string[],
  context: TokenAnswerContext,
): string | null {
  if (accessToken === null) return 'the answer holds no access token'
  const type = body['token_type']
  if (type !== undefined && (typeof type !== 'string' || type.toLowerCase() !== 'bearer'))
    return 'the access token is not of the type Bearer'
  const { isLost, wider } = compareScopes(context.asked, granted)
  if (isLost) return `the token has none of the scopes ${context.asked.join(' ')}`
  if (wider.length > 0 && context.gateway.scopeStrict)
    return `the token has scopes nobody asked for: ${wider.join(' ')}`
  return null
}

/**
 * D5: text numbers parse, absent means 300 s or "until refused", never before now. A token that can be renewed counts for
 * 24 h at most; one that cannot serves as long as it lives, because the grant ends with it (P1).
 */
function expiryOf(value: unknown, context: TokenAnswerContext, canRefresh: boolean): number | null {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || Number.isNaN(seconds))
    return canRefresh ? context.now + ASSUMED_LIFETIME_MS : null
  const max = canRefresh ? DAY_MS : LIFETIME_MS_MAX
  return context.now + Math.round(Math.min(Math.max(seconds * 1_000, 0), max))
}

function nonEmptyString(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
