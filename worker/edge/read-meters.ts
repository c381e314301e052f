// The budgets and rate limits that can count at one server: their part of the one round trip to D1.
import { and, eq, inArray, isNull, or, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { budgets, rateLimits, type BudgetRow, type RateLimitRow } from '../../schema/tables/index.ts'
import { compileMeters, type MeteredRules } from '../meter/metered-rules.ts'
import { stampOf } from './row-stamp.ts'

export interface MeterRows {
  budgets: BudgetRow[]
  rateLimits: RateLimitRow[]
}

/** The statements, in the order of `MeterRows`. Both arguments are sub-selects of one id. */
export function meterStatements(db: DrizzleD1Database, serverId: SQLWrapper, gatewayId: SQLWrapper) {
  return [
    db
      .select()
      .from(budgets)
      .where(countsHere(budgets, serverId, gatewayId))
      .orderBy(budgets.id),
    db
      .select()
      .from(rateLimits)
      .where(countsHere(rateLimits, serverId, gatewayId))
      .orderBy(rateLimits.id),
  ] as const
}

/** Changes whenever one of the rows does. */
export function meterRevision(rows: MeterRows): string[] {
  return [...rows.budgets, ...rows.rateLimits].map((row) => `${row.id}.${stampOf(row)}`)
}

export function metersOf(rows: MeterRows): MeteredRules | null {
  return compileMeters(rows.budgets, rows.rateLimits)
}

/** A rule names a place, or counts everywhere. */
function countsHere(
  table: typeof budgets | typeof rateLimits,
  serverId: SQLWrapper,
  gatewayId: SQLWrapper,
): SQL | undefined {
  return and(
    eq(table.enabled, true),
    or(isNull(table.serverId), inArray(table.serverId, serverId)),
    or(isNull(table.gatewayId), inArray(table.gatewayId, gatewayId)),
  )
}
