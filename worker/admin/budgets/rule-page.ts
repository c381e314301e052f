// Keyset pages of budgets and of rate limits, newest first.
import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { MeterQuery } from '../../../schema/api/budgets.ts'
import { budgets, rateLimits } from '../../../schema/tables/index.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'

export function rowidOf(table: typeof budgets | typeof rateLimits): SQL<number> {
  return sql<number>`${table}.rowid`
}

/** Rows of the query that come after its cursor. Throws AdminProblem `bad_parameter`. */
export function matching(table: typeof budgets | typeof rateLimits, query: MeterQuery): SQL | undefined {
  const { scope, serverId, gatewayId, cursor } = query
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  return and(
    scope === undefined ? undefined : eq(table.scope, scope),
    serverId === undefined ? undefined : eq(table.serverId, serverId),
    gatewayId === undefined ? undefined : eq(table.gatewayId, gatewayId),
    before && sql`(${table.createdAt}, ${rowidOf(table)}) < (${before.at}, ${before.rowid})`,
  )
}

/** The page of what was found with one more than `limit`, and the position of the next one. */
export function pageOf<R extends { createdAt: number; rowid: number }>(
  found: readonly R[],
  limit: number,
): { rows: R[]; cursor: string | null } {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const hasMore = last !== undefined && found.length > limit
  return { rows, cursor: hasMore ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null }
}
