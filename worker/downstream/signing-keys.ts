// The downstream's public keys, from the pinned `jwks_uri` only, kept in the isolate for a while (RFC 7517). While the
// server does not answer, its last good keys serve (architecture.md §3.5).
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { OutboundError } from '../net/outbound-error.ts'
import { DownstreamError } from './contract.ts'
import { exchange, isOutageStatus, type DownstreamIo, type TargetSettings } from './io.ts'
import { findKeptKeys, keepKeys, STALE_MS_MAX } from './kept-keys.ts'

const FRESH_MS = 10 * 60_000
/** An unknown key id, or a server that did not answer, asks again, but not more often than this. */
const COOLDOWN_MS = 30_000
const CACHE_ENTRIES_MAX = 100

/** Asked for only when the keys are fetched, which is rare. */
export type LazyTargets = () => Promise<TargetSettings>

interface CachedKeys {
  keys: JSONWebKeySet
  fetchedAt: number
  /** When the server was last asked in vain since then. */
  outageAt?: number
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
    const current = cached && age < FRESH_MS ? cached : await renewKeys(targets, jwksUri, io)
    try {
      return await createLocalJWKSet(current.keys)(header, token)
    } catch (error) {
      const mayBeNew = error instanceof errors.JWKSNoMatchingKey && io.now() - current.fetchedAt > COOLDOWN_MS
      if (!mayBeNew) throw error
      // A copy from before an outage cannot say that there is no such key.
      if (isPaused(current, io)) throw unreachable(`${jwksUri} did not answer a moment ago`)
      const renewed = await fetchKeys(targets, jwksUri, io)
      return createLocalJWKSet(renewed.keys)(header, token)
    }
  }
}

/** The last good copy, under its cooldown, where the server does not answer. */
async function renewKeys(
  targets: TargetSettings | LazyTargets,
  jwksUri: string,
  io: DownstreamIo,
): Promise<CachedKeys> {
  const copy = cache.get(jwksUri)
  const isServing = copy !== undefined && io.now() - copy.fetchedAt < STALE_MS_MAX
  if (isServing && isPaused(copy, io)) return copy
  try {
    return await fetchKeys(targets, jwksUri, io)
  } catch (error) {
    if (!isOutage(error)) throw error
    // Another caller may have had more luck meanwhile.
    const last = cache.get(jwksUri) ?? (await findKeptKeys(io.kv, jwksUri))
    if (!isCopy(last) || io.now() - last.fetchedAt >= STALE_MS_MAX) throw error
    const kept = { ...last, outageAt: io.now() }
    cache.set(jwksUri, kept)
    return kept
  }
}

function isPaused({ outageAt }: CachedKeys, io: DownstreamIo): boolean {
  return outageAt !== undefined && io.now() - outageAt < COOLDOWN_MS
}

function isOutage(error: unknown): boolean {
  return (
    error instanceof OutboundError || (error instanceof DownstreamError && error.code === 'jwks_unreachable')
  )
}

function unreachable(detail: string): DownstreamError {
  return new DownstreamError('jwks_unreachable', 'The sign-in server does not answer.', detail)
}

async function fetchKeys(
  targets: TargetSettings | LazyTargets,
  jwksUri: string,
  io: DownstreamIo,
): Promise<CachedKeys> {
  const allowed = typeof targets === 'function' ? await targets() : targets
  const response = await exchange(jwksUri, { headers: { accept: 'application/json' } }, allowed, io)
  if (isOutageStatus(response.status)) throw unreachable(`${jwksUri} answered ${response.status}`)
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
  await keepKeys(io.kv, jwksUri, entry)
  return entry
}

function isCopy(value: unknown): value is CachedKeys {
  if (typeof value !== 'object' || value === null || !('keys' in value)) return false
  return isKeySet(value.keys) && 'fetchedAt' in value && typeof value.fetchedAt === 'number'
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys)
}
