// Where the hostile sockets of e2e/hostile-sockets listen, and their ledger.
import { inject } from 'vitest'
import { directFetch } from './direct-fetch.ts'

/** Ports on 127.0.0.1. */
export interface HostileSockets {
  /** Plays the scenario that the request's path names. */
  scenarioPort: number
  /** Ends every connection at once. */
  closingPort: number
  /** Nobody listens. */
  refusedPort: number
  /** Only counts; where redirects point and where nothing may arrive. */
  targetPort: number
  /** Answers the ledger as JSON. */
  ledgerPort: number
}

/** Connects by listener, and the bytes that the endless scenarios could write. */
export interface SocketLedger {
  scenario: number
  closing: number
  target: number
  bytes: number
}

declare module 'vitest' {
  interface ProvidedContext {
    hostileSockets: HostileSockets
  }
}

export function hostileSockets(): HostileSockets {
  return inject('hostileSockets')
}

export async function readSocketLedger(): Promise<SocketLedger> {
  const response = await directFetch(`http://127.0.0.1:${hostileSockets().ledgerPort}/`)
  return response.json()
}
