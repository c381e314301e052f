// Are these the master keys of this deployment? Another key under a known id would refuse every token as forged, and
// clients would throw theirs away for an operator's slip; so nothing that needs a key is done, and the log names the
// variable (P6).
import { drizzle } from 'drizzle-orm/d1'
import { base64url } from 'jose'
import { keyChecks, type KeyCheckRow } from '../../schema/tables/key-checks.ts'
import { ConfigurationError, type MasterKeys } from '../crypto/master-keys.ts'
import type { Env } from '../environment.ts'
import { SnapshotUnavailableError } from './load-snapshot.ts'

const checked = new WeakSet<MasterKeys>()
const QUESTION = new TextEncoder().encode('limen/key-check')

const LOST_HINT = 'If the right one is lost for good, say so with POST /api/v1/master-keys/lost'

/** D1 is not waited for longer than this. */
const PATIENCE_MS = 1_000

/**
 * Passes where the keys are known to be this deployment's; asks D1 once for each isolate. Throws ConfigurationError, and
 * SnapshotUnavailableError while D1 does not answer.
 */
export async function requireKnownKeys(env: Pick<Env, 'DB'>, keys: MasterKeys): Promise<void> {
  if (checked.has(keys)) return
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('D1 is slow')), PATIENCE_MS)
  try {
    await Promise.race([checkKeys(env, keys, Date.now()), late.promise])
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause
    throw new SnapshotUnavailableError('the master keys cannot be checked: D1 does not answer', { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** Whether `requireKnownKeys` has passed in this isolate: the only question on the hot path. */
export function areKeysChecked(keys: MasterKeys): boolean {
  return checked.has(keys)
}

/** Compares with what the deployment has seen, and writes down ids it has not. Throws ConfigurationError. */
export async function checkKeys(env: Pick<Env, 'DB'>, keys: MasterKeys, now: number): Promise<void> {
  const db = drizzle(env.DB)
  const [known, answers] = await Promise.all([db.select().from(keyChecks), answersOf(keys)])
  const fresh = decideFreshIds(known, answers)
  if (fresh.length > 0) {
    const rows = fresh.map((keyId) => ({ keyId, checkValue: answers.get(keyId) ?? '', createdAt: now }))
    await db.insert(keyChecks).values(rows).onConflictDoNothing()
  }
  checked.add(keys)
}

/** What each key answers to the same question; a key's answer tells nothing about the key. */
export async function answersOf(keys: MasterKeys): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  for (const id of keys.ids) answers.set(id, await answerOf(keys, id))
  return answers
}

/** The ids to write down. Throws ConfigurationError for a key that is not the one its id stands for. Pure. */
export function decideFreshIds(
  known: readonly Pick<KeyCheckRow, 'keyId' | 'checkValue'>[],
  answers: ReadonlyMap<string, string>,
): string[] {
  const seen = new Map(known.map(({ keyId, checkValue }) => [keyId, checkValue]))
  for (const [id, answer] of answers) {
    const expected = seen.get(id)
    if (expected !== undefined && expected !== answer) {
      throw new ConfigurationError(
        'MASTER_KEYS',
        `the key "${id}" is not the one that this deployment has used. ${LOST_HINT}`,
      )
    }
  }
  const fresh = [...answers.keys()].filter((id) => !seen.has(id))
  if (seen.size > 0 && fresh.length === answers.size) {
    const ids = [...seen.keys()].map((id) => `"${id}"`).join(', ')
    throw new ConfigurationError(
      'MASTER_KEYS',
      `holds none of the keys that this deployment has used (${ids}). ${LOST_HINT}`,
    )
  }
  return fresh
}

async function answerOf(keys: MasterKeys, id: string): Promise<string> {
  const mac = await keys.macKey(id, 'key-check')
  return base64url.encode(new Uint8Array(await crypto.subtle.sign('HMAC', mac, QUESTION)))
}
