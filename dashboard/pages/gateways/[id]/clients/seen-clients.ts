// The clients behind a list of grants, the last used one first. Pure.
import type { Grant } from '../../../../data/grants.ts'

export interface SeenClient {
  clientId: string
  name: string
  /** By what it is known: a document at its own domain, an admin's entry, or what it said of itself. */
  kind: 'document' | 'preregistered' | 'dynamic' | 'limen'
  users: number
  activeGrants: number
  lastUsedAt: number | null
}

export function seenClients(grants: readonly Grant[], preregistered: ReadonlySet<string>): SeenClient[] {
  const byId = Map.groupBy(grants, ({ clientId }) => clientId)
  return [...byId]
    .map(([clientId, own]) => ({
      clientId,
      name: own[0]?.clientName ?? clientId,
      kind: kindOf(clientId, preregistered),
      users: new Set(own.map(({ identity }) => `${identity.issuer}\n${identity.subject}`)).size,
      activeGrants: own.filter(({ state }) => state === 'active' || state === 'refreshing').length,
      lastUsedAt: own.reduce<number | null>(
        (latest, { lastUsedAt }) => (lastUsedAt !== null && lastUsedAt > (latest ?? 0) ? lastUsedAt : latest),
        null,
      ),
    }))
    .toSorted((one, other) => (other.lastUsedAt ?? 0) - (one.lastUsedAt ?? 0))
}

function kindOf(clientId: string, preregistered: ReadonlySet<string>): SeenClient['kind'] {
  // What Limen's own connections name themselves, for finding tools and checking health.
  if (clientId.startsWith('limen:')) return 'limen'
  if (preregistered.has(clientId)) return 'preregistered'
  return /^https?:\/\//.test(clientId) ? 'document' : 'dynamic'
}
