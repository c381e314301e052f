// A refused credential leaves an audit row (product.md §10). At most 60 a minute and isolate: a flood of guesses must not
// become a flood of writes.
import { drizzle } from 'drizzle-orm/d1'
import { auditEvents } from '../../../schema/tables/index.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { Env } from '../../environment.ts'

const ROWS_PER_MINUTE = 60
let minute = 0
let rowsInMinute = 0

export type RefusedCredential = 'bootstrap' | 'api_key' | 'oidc' | 'cloudflare_access' | 'invitation'

interface RefusedAttempt {
  address: string
  at: number
  requestId: string
  credential: RefusedCredential
  /** A word of ours, never of the asker. */
  reason: string
}

/** Never throws: the refusal itself does not depend on it. */
export async function recordRefusedSignIn(env: Pick<Env, 'DB'>, attempt: RefusedAttempt): Promise<void> {
  const current = Math.floor(attempt.at / 60_000)
  if (current !== minute) {
    minute = current
    rowsInMinute = 0
  }
  rowsInMinute += 1
  if (rowsInMinute > ROWS_PER_MINUTE) return
  try {
    await drizzle(env.DB)
      .insert(auditEvents)
      .values({
        id: randomId('aud'),
        at: attempt.at,
        actorKind: 'system',
        actorId: null,
        actorName: null,
        action: 'sign_in.refused',
        resourceKind: 'admin_api',
        resourceId: attempt.credential,
        before: null,
        after: { address: attempt.address.slice(0, 64), reason: attempt.reason },
        requestId: attempt.requestId,
      })
  } catch (error) {
    console.error(JSON.stringify({ level: 'error', message: 'audit row lost', cause: String(error) }))
  }
}
