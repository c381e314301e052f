// Reads configuration snapshots from D1 through an isolate cache (architecture.md §3.5): at most 10 s old while D1
// answers, refreshed in the background from 5 s on; the last good copy serves up to 15 minutes when D1 is down.
import type { Env } from '../environment.ts'
import { readSnapshot } from './read-snapshot.ts'
import type { Snapshot } from './snapshot.ts'

/** Which server: by the slug in the path, or by the custom host (with its port where it has one). */
export type SnapshotKey = { slug: string } | { host: string }

/** D1 does not answer and there is no copy young enough: 503. */
export class SnapshotUnavailableError extends Error {
  override name = 'SnapshotUnavailableError'
}

interface Entry {
  snapshot: Snapshot | undefined
  readAt: number
  /** A background read is under way since then; another one may start after 5 s. */
  refreshingSince: number
}

const FRESH_MS = 5_000
const STALE_MS = 10_000
const LAST_COPY_MS = 15 * 60_000
const ENTRIES_MAX = 10_000

const cache = new Map<string, Entry>()

/**
 * The snapshot of a server, or undefined when no such server exists. `maxAgeMs` (default 10 s) bounds its age while D1
 * answers. Throws SnapshotUnavailableError.
 */
export async function loadSnapshot(
  env: Pick<Env, 'DB'>,
  ctx: Pick<ExecutionContext, 'waitUntil'>,
  key: SnapshotKey,
  maxAgeMs: number = STALE_MS,
): Promise<Snapshot | undefined> {
  const name = 'slug' in key ? `s ${key.slug}` : `h ${key.host}`
  const now = Date.now()
  const entry = cache.get(name)
  if (entry && now - entry.readAt <= maxAgeMs) {
    if (now - entry.readAt > FRESH_MS && now - entry.refreshingSince > FRESH_MS) {
      entry.refreshingSince = now
      ctx.waitUntil(read(env, key, name).catch(() => undefined))
    }
    return entry.snapshot
  }
  try {
    return await read(env, key, name)
  } catch (cause) {
    if (entry && now - entry.readAt <= LAST_COPY_MS) return entry.snapshot
    throw new SnapshotUnavailableError('the configuration database does not answer', { cause })
  }
}

/** Drops this isolate's copies of a server, so that its next request sees what was just written. */
export function forgetSnapshot(server: { slug: string; customHost?: string | null }): void {
  cache.delete(`s ${server.slug}`)
  if (server.customHost) cache.delete(`h ${server.customHost}`)
}

/** Drops every copy: a Gateway that many servers share was changed. */
export function forgetAllSnapshots(): void {
  cache.clear()
}

async function read(env: Pick<Env, 'DB'>, key: SnapshotKey, name: string): Promise<Snapshot | undefined> {
  const startedAt = Date.now()
  const snapshot = await readSnapshot(env.DB, key)
  const known = cache.get(name)
  // A read that began before the cached one must not bring back what a later one replaced.
  if (known && known.readAt > startedAt) return known.snapshot
  const unchanged = known?.snapshot?.revision === snapshot?.revision ? known?.snapshot : undefined
  cache.delete(name)
  cache.set(name, { snapshot: unchanged ?? snapshot, readAt: startedAt, refreshingSince: 0 })
  if (cache.size > ENTRIES_MAX) {
    const [oldest] = cache.keys()
    if (oldest !== undefined) cache.delete(oldest)
  }
  return unchanged ?? snapshot
}
