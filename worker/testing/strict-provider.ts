// Where the strict authorization server of e2e/strict-provider listens, and its ledger.
import { inject } from 'vitest'
import { directFetch } from './direct-fetch.ts'

export interface StrictProvider {
  issuer: string
  resource: string
  clientId: string
  clientSecret: string
}

declare module 'vitest' {
  interface ProvidedContext {
    strictProvider: StrictProvider
  }
}

export function strictProvider(): StrictProvider {
  return inject('strictProvider')
}

async function ask<T>(path: string): Promise<T> {
  const response = await directFetch(strictProvider().issuer + path)
  return response.json()
}

/** A fresh grant's refresh token. */
export async function issueRefreshToken(): Promise<string> {
  return (await ask<{ refreshToken: string }>('/issue')).refreshToken
}

export async function countTokenRequests(): Promise<number> {
  return (await ask<{ tokenRequests: number }>('/ledger')).tokenRequests
}

/** Whether the server itself would still take this refresh token. */
export async function isHonoured(refreshToken: string): Promise<boolean> {
  return (await ask<{ isHonoured: boolean }>(`/is-honoured?token=${refreshToken}`)).isHonoured
}
