// The fake downstream of e2e/fake-downstream: where it is, what it shall do, and what reached it.
import { inject } from 'vitest'
import { directFetch } from './direct-fetch.ts'

export interface FakeDownstreamOrigins {
  first: string
  second: string
}

declare module 'vitest' {
  interface ProvidedContext {
    fakeDownstream: FakeDownstreamOrigins
  }
}

export interface DownstreamRequest {
  origin: string
  method: string
  path: string
  headers: Record<string, string>
}

export function fakeDownstream(): FakeDownstreamOrigins {
  return inject('fakeDownstream')
}

export async function readDownstreamLedger(): Promise<DownstreamRequest[]> {
  const response = await directFetch(`${fakeDownstream().first}/control/ledger`)
  return response.json()
}

/** `<endpoint> <URL>`: what the issuer `/drift` names from now on; null: its own. */
export async function setDrift(drift: string | null): Promise<void> {
  await directFetch(`${fakeDownstream().first}/control/drift`, { method: 'POST', body: drift ?? '' })
}

/** Worker secrets that the runtime `/runtime` accepts from now on. */
export async function setAcceptedSecrets(secrets: string[]): Promise<void> {
  await directFetch(`${fakeDownstream().first}/control/secrets`, {
    method: 'POST',
    body: JSON.stringify(secrets),
  })
}
