// How one comes into a server of the library: what an entry of each auth mode has besides its facts. Pure.
import type { ApiKeyPlacement, CatalogueEntry } from '../../schema/api/library.ts'

type Facts = Omit<
  CatalogueEntry,
  'id' | 'transport' | 'iconLetter' | 'authMode' | 'apiKey' | 'clientRegistration' | 'note'
> & { note?: string }

function entry(
  id: string,
  facts: Facts,
  auth: Pick<CatalogueEntry, 'authMode' | 'apiKey' | 'clientRegistration'>,
) {
  return {
    note: null,
    ...facts,
    ...auth,
    id: `lib_${id}`,
    transport: 'streamable-http',
    iconLetter: (/[a-z0-9]/i.exec(facts.name)?.[0] ?? '?').toUpperCase(),
  } satisfies CatalogueEntry
}

/** Limen can register itself at the publisher's authorization server. */
export function signIn(id: string, facts: Facts): CatalogueEntry {
  return entry(id, facts, { authMode: 'oauth', apiKey: null, clientRegistration: 'automatic' })
}

/** The publisher wants an application that somebody registers first. */
export function registeredSignIn(id: string, facts: Facts & { note: string }): CatalogueEntry {
  return entry(id, facts, { authMode: 'oauth', apiKey: null, clientRegistration: 'by_hand' })
}

/** Anyone may call: there is nothing to enter. */
export function open(id: string, facts: Facts): CatalogueEntry {
  return entry(id, facts, { authMode: 'none', apiKey: null, clientRegistration: null })
}

const BEARER: ApiKeyPlacement = { placement: 'bearer', name: null, prefix: '' }

/** A key that the publisher issues to its customers. */
export function keyed(id: string, facts: Facts, apiKey: ApiKeyPlacement = BEARER): CatalogueEntry {
  return entry(id, facts, { authMode: 'api_key', apiKey, clientRegistration: null })
}
