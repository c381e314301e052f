// The downstream's public keys, from the pinned `jwks_uri` only, kept in the isolate for a while (RFC 7517).
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { DownstreamError } from './contract.ts'
import { exchange, type DownstreamIo, type TargetSettings } from './io.ts'

const FRESH_MS = 10 * 60_000
/** An unknown key id asks the server again, but not more often than this. */
const COOLDOWN_MS = 30_000
const CACHE_ENTRIES_MAX = 100

/** Asked for only when the keys are fetched, which is rare. */
export type LazyTargets = () => Promise<TargetSettings>

interface CachedKeys {
  keys: JSONWebKeySet
  fetchedAt: number
}

const cache = new Map<string, CachedKeys>()

/** A key finder for jose. Plain data is cached, never a pending request, so that no object waits for another's I/O. */
export function signingKeysOf(
  targets: TargetSettings | LazyTargets,
  jwksUri: string,
  io: DownstreamIo,
): JWTVerifyGetKey {
  return async (header, token) => {
    const cached = cache.get(jwksUri)
    const age = cached ? io.now() - cached.fetchedAt : Infinity
    const current = cached && age < FRESH_MS ? cached : await fetchKeys(targets, jwksUri, io)
    try {
      return await createLocalJWKSet(current.keys)(header, token)
    } catch (error) {
      const mayBeNew = error instanceof errors.JWKSNoMatchingKey && io.now() - current.fetchedAt > COOLDOWN_MS
      if (!mayBeNew) throw error
      const renewed = await fetchKeys(targets, jwksUri, io)
      return createLocalJWKSet(renewed.keys)(header, token)
    }
  }
}

async function fetchKeys(
  targets: TargetSettings | LazyTargets,
  jwksUri: string,
  io: DownstreamIo,
): Promise<CachedKeys> {
  const allowed = typeof targets === 'function' ? await targets() : targets
  const response = await exchange(jwksUri, { headers: { accept: 'application/json' } }, allowed, io)
  const keys: unknown = response.ok ? await response.json().catch(() => null) : null
  if (!isKeySet(keys))
    throw new DownstreamError(
      'jwks_unusable',
      'The sign-in server does not publish its keys where it should.',
      `${jwksUri} answered ${response.status} without a key set`,
    )
  const entry = { keys, fetchedAt: io.now() }
  if (cache.size >= CACHE_ENTRIES_MAX) cache.clear()
  cache.set(jwksUri, entry)
  return entry
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys)
}
