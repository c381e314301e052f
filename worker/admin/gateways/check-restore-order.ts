// What an order to put a Gateway back may name: a time of which something is kept, or the way back of an earlier restore.
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { GatewayRestore } from '../../../schema/api/restores.ts'
import { objectRestores, type GatewayRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { invalidField } from '../admin-problem.ts'

const HISTORY_MS = 30 * 24 * 3_600_000
/** A time leads to a bookmark only approximately: what happened shortly before it counts as lost too. */
const MARGIN_MS = 60_000

/** Answers from when on the older storage knows nothing, ms since 1970. Throws AdminProblem `validation`. */
export async function checkRestoreOrder(
  env: Env,
  gateway: GatewayRow,
  { to, storage, bookmark }: GatewayRestore,
  now: number,
): Promise<number> {
  if (to >= now) throw invalidField('to', 'must lie in the past')
  if (to < now - HISTORY_MS) throw invalidField('to', 'must be at most 30 days ago: nothing older is kept')
  if (to < gateway.createdAt) throw invalidField('to', 'this Gateway did not exist yet')
  if (bookmark === undefined) return to - MARGIN_MS
  if (storage === 'replaced')
    throw invalidField('bookmark', 'belongs to the platform; leave it out, or leave out storage')
  await checkUndo(env, gateway.id, to, bookmark)
  return to
}

/** Whatever happened after the moment of a bookmark is lost with it: a later `to` would let it live again. */
async function checkUndo(env: Env, gatewayId: string, to: number, bookmark: string): Promise<void> {
  const rows = await drizzle(env.DB)
    .select({ undoTo: objectRestores.undoTo })
    .from(objectRestores)
    .where(and(eq(objectRestores.gatewayId, gatewayId), eq(objectRestores.undoBookmark, bookmark)))
  const [first] = rows
  if (!first) throw invalidField('bookmark', 'must be one that a restore of this Gateway answered')
  if (rows.some(({ undoTo }) => undoTo === to)) return
  throw invalidField(
    'to',
    `must be ${first.undoTo} (${new Date(first.undoTo ?? 0).toISOString()}), the moment of this bookmark`,
  )
}
