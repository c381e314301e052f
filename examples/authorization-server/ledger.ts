// What clients asked of the token endpoint, for tests: an oracle of its own, independent of anybody's logs.
import type { KoaContextWithOIDC } from 'oidc-provider'
import { findAccount } from './accounts.ts'
import type { Storage } from './storage.ts'

interface TokenRequest {
  at: string
  grantType: string
  /** `ok` or the OAuth error code. */
  outcome: string
  /** Login name, where the request got far enough to name a person. */
  login: string | undefined
  milliseconds: number
}

/** Koa middleware: counts `/token` and `/token/revocation`, answers `/ledger`. */
export function ledgerRoutes(storage: Storage) {
  const requests: TokenRequest[] = []
  let inFlight = 0
  let inFlightMax = 0
  let revocations = 0

  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (ctx.path === '/ledger' && ctx.method === 'GET') {
      ctx.body = { tokenRequests: countOutcomes(requests), inFlightMax, revocations, requests }
    } else if (ctx.path === '/ledger/revoke' && ctx.method === 'POST') {
      const account = findAccount(String(ctx.query.login))
      ctx.body = { grantsRevoked: account ? storage.revokeGrantsOf(account.sub) : 0 }
    } else if (ctx.path === '/token' && ctx.method === 'POST') {
      const startedAt = Date.now()
      inFlightMax = Math.max(inFlightMax, ++inFlight)
      try {
        await next()
      } finally {
        inFlight--
        requests.push({
          at: new Date(startedAt).toISOString(),
          grantType: String(ctx.oidc?.params?.grant_type),
          outcome: outcomeOf(ctx),
          login: findAccount(ctx.oidc?.account?.accountId ?? '')?.login,
          milliseconds: Date.now() - startedAt,
        })
      }
    } else {
      if (ctx.path === '/token/revocation' && ctx.method === 'POST') revocations++
      await next()
    }
  }
}

function outcomeOf(ctx: KoaContextWithOIDC): string {
  if (ctx.status === 200) return 'ok'
  const body: unknown = ctx.body
  return body && typeof body === 'object' && 'error' in body ? String(body.error) : String(ctx.status)
}

/** `{ refresh_token: { ok: 3, invalid_grant: 1 } }` */
function countOutcomes(requests: readonly TokenRequest[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {}
  for (const { grantType, outcome } of requests) {
    const ofType = (counts[grantType] ??= {})
    ofType[outcome] = (ofType[outcome] ?? 0) + 1
  }
  return counts
}
