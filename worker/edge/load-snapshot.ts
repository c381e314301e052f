// Reads configuration snapshots from D1 through an isolate cache (architecture.md §3.5): at most 10 s old while D1
// answers, refreshed in the background from 5 s on; the last good copy serves up to 15 minutes when D1 fails or hangs.
// A refresh first asks for the revision of the configuration, which is one row and changes with every write to what
// snapshots read, of whatever server: where it is still that of the copy, the copy is confirmed and nothing else is read.
// Requests never wait for each other's reads: workerd ends a read together with the request that began it.
import type { Env } from '../environment.ts'
import { readRevision, type ConfigurationRevision } from './read-revision.ts'
import { readRevised } from './read-snapshot.ts'
import type { Snapshot } from './snapshot.ts'

/** Which server: by the slug in the path, or by the custom host (with its port where it has one). */
export type SnapshotKey = { slug: string } | { host: string }

/** D1 does not answer and there is no copy young enough: 503. */
export class SnapshotUnavailableError extends Error {
  override name = 'SnapshotUnavailableError'
}

interface Entry {
  snapshot: Snapshot | undefined
  /** What the copy was read of. */
  configuration: ConfigurationRevision
  /** When D1 was asked for the copy, or last confirmed it. */
  readAt: number
  /** When all of it was last read. */
  wholeAt: number
  /** No refresh is begun in the background before: one is under way, or has just failed. */
  refreshingUntil: number
  /** D1 has just failed where a copy was too old: nobody waits for it before. */
  failedUntil: number
}

/** A read that is under way. */
interface Reading {
  name: string
  /** Something was forgotten since it began. */
  isOutdated: boolean
}

const FRESH_MS = 5_000
const STALE_MS = 10_000
/** For a call: of the ten seconds one is left for what it does before it asks again (mcp/ask-again.ts). */
export const CALL_SNAPSHOT_MS_MAX = 9_000
const LAST_COPY_MS = 15 * 60_000
/** A database whose triggers were lost says that nothing changed; a copy is not confirmed for longer than this. */
const CONFIRMED_MS_MAX = 60_000
/** Where a copy can serve, D1 is not waited for longer than this, and is left alone for as long after a failure. */
const PATIENCE_MS = 1_000
const UNTOUCHED = { refreshingUntil: 0, failedUntil: 0 }
const SERVERS_MAX = 10_000
const UNKNOWN_MAX = 1_000

const servers = new Map<string, Entry>()
/** Names that no server has, apart: a stranger who invents them must not push out a server's last good copy. */
const unknown = new Map<string, Entry>()
/** Copies that D1 could not confirm when they were last due (P8). */
const unconfirmed = new WeakSet<Snapshot>()
/** So that a read from before a forgetting does not bring the old copy back. */
const readings = new Set<Reading>()

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
  const entry = servers.get(name) ?? unknown.get(name)
  if (!entry) return readAnew(env, key, name)
  const now = Date.now()
  const age = now - entry.readAt
  if (age <= maxAgeMs) {
    if (age > FRESH_MS && now >= entry.refreshingUntil) {
      entry.refreshingUntil = now + FRESH_MS
      ctx.waitUntil(refreshBehind(env, key, name, entry))
    }
    return entry.snapshot
  }
  if (age > LAST_COPY_MS) return readAnew(env, key, name)
  if (age > STALE_MS && now < entry.failedUntil) return lastCopy(entry)
  return readOrServe(env, ctx, key, name, entry)
}

/** Whether this serves only because D1 does not answer, and is older than what D1 answers for may be. */
export function isUnconfirmed(snapshot: Snapshot): boolean {
  return unconfirmed.has(snapshot)
}

/** Drops this isolate's copies of a server, so that its next request sees what was just written. */
export function forgetSnapshot(server: { slug: string; customHost?: string | null }): void {
  for (const name of [`s ${server.slug}`, `h ${server.customHost ?? ''}`]) {
    servers.delete(name)
    unknown.delete(name)
    for (const reading of readings) if (reading.name === name) reading.isOutdated = true
  }
}

/** Drops every copy: a Gateway that many servers share was changed. */
export function forgetAllSnapshots(): void {
  servers.clear()
  unknown.clear()
  for (const reading of readings) reading.isOutdated = true
}

async function readAnew(env: Pick<Env, 'DB'>, key: SnapshotKey, name: string): Promise<Snapshot | undefined> {
  try {
    return await read(env, key, name)
  } catch (cause) {
    throw new SnapshotUnavailableError('the configuration database does not answer', { cause })
  }
}

/** Never rejects: the copy serves, and whoever comes when it is too old waits for D1 himself. */
async function refreshBehind(
  env: Pick<Env, 'DB'>,
  key: SnapshotKey,
  name: string,
  entry: Entry,
): Promise<void> {
  try {
    await refresh(env, key, name)
    entry.refreshingUntil = 0
  } catch {
    entry.refreshingUntil = Date.now() + PATIENCE_MS
  }
}

/** A D1 that hangs is as good as one that fails: the copy serves, and the read may still end in the background. */
async function readOrServe(
  env: Pick<Env, 'DB'>,
  ctx: Pick<ExecutionContext, 'waitUntil'>,
  key: SnapshotKey,
  name: string,
  entry: Entry,
): Promise<Snapshot | undefined> {
  const reading = refresh(env, key, name)
  ctx.waitUntil(reading.catch(() => undefined))
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('D1 is slow')), PATIENCE_MS)
  try {
    return await Promise.race([reading, late.promise])
  } catch {
    entry.failedUntil = Date.now() + PATIENCE_MS
    return lastCopy(entry)
  } finally {
    clearTimeout(timer)
  }
}

function lastCopy({ snapshot, readAt }: Entry): Snapshot | undefined {
  if (snapshot && Date.now() - readAt > STALE_MS) unconfirmed.add(snapshot)
  return snapshot
}

/** The copy, where it is of the revision that D1 has now; else what D1 has. */
async function refresh(env: Pick<Env, 'DB'>, key: SnapshotKey, name: string): Promise<Snapshot | undefined> {
  const askedAt = Date.now()
  const configuration = await readRevision(env.DB)
  // The copy as it is by now: another request may have forgotten it or read it anew.
  const known = servers.get(name) ?? unknown.get(name)
  if (
    known === undefined ||
    configuration === undefined ||
    known.configuration !== configuration ||
    askedAt - known.wholeAt > CONFIRMED_MS_MAX
  )
    return read(env, key, name)
  if (known.snapshot) unconfirmed.delete(known.snapshot)
  keep(name, { ...known, readAt: Math.max(known.readAt, askedAt), ...UNTOUCHED })
  return known.snapshot
}

async function read(env: Pick<Env, 'DB'>, key: SnapshotKey, name: string): Promise<Snapshot | undefined> {
  const startedAt = Date.now()
  const reading: Reading = { name, isOutdated: false }
  readings.add(reading)
  const { configuration, snapshot } = await readRevised(env.DB, key).finally(() => readings.delete(reading))
  if (reading.isOutdated) return snapshot
  const known = servers.get(name) ?? unknown.get(name)
  // A read that began before the cached one must not bring back what a later one replaced.
  if (known && known.readAt > startedAt) return known.snapshot
  const kept = known?.snapshot?.revision === snapshot?.revision ? (known?.snapshot ?? snapshot) : snapshot
  if (kept) unconfirmed.delete(kept)
  keep(name, { snapshot: kept, configuration, readAt: startedAt, wholeAt: startedAt, ...UNTOUCHED })
  return kept
}

function keep(name: string, entry: Entry): void {
  servers.delete(name)
  unknown.delete(name)
  const [map, max] = entry.snapshot ? [servers, SERVERS_MAX] : [unknown, UNKNOWN_MAX]
  map.set(name, entry)
  if (map.size <= max) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}
