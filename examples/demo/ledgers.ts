// What the authorization server and the API say happened, and their switches for a bad day (both with LEDGER=1).
import type { DemoUser } from './stack.ts'

export interface TokenRequests {
  /** Successful refreshes. */
  refreshed: number
  /** Token requests of every kind and outcome. */
  total: number
  /** Most of them that ran at the same time. */
  inFlightMax: number
  revocations: number
  requests: { grantType: string; outcome: string; login?: string }[]
}

export async function loadTokenRequests(issuer: string): Promise<TokenRequests> {
  const ledger = (await (await fetch(`${issuer}/ledger`)).json()) as {
    tokenRequests: Record<string, Record<string, number>>
    inFlightMax: number
    revocations: number
    requests: TokenRequests['requests']
  }
  return {
    refreshed: ledger.tokenRequests['refresh_token']?.['ok'] ?? 0,
    total: ledger.requests.length,
    inFlightMax: ledger.inFlightMax,
    revocations: ledger.revocations,
    requests: ledger.requests,
  }
}

/** The authorization server forgets everything this person ever allowed. */
export async function revokeAtAuthorizationServer(issuer: string, { login }: DemoUser): Promise<void> {
  await post(`${issuer}/ledger/revoke?login=${login}`)
}

/** The API refuses the access tokens it has seen of this person; newer ones are welcome. */
export async function refuseTokensOf(apiUrl: string, { email }: DemoUser): Promise<void> {
  await post(`${apiUrl}/ledger/refuse?user=${encodeURIComponent(email)}`)
}

async function post(url: string): Promise<void> {
  const response = await fetch(url, { method: 'POST' })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  await response.body?.cancel()
}
