import type { RateLimit } from '../../../schema/api/rate-limits.ts'
import type { RateLimitRow } from '../../../schema/tables/index.ts'
import { scopeOf } from '../budgets/scope-columns.ts'

/** A rate limit as admins see it and as the audit keeps it. */
export function presentRateLimit(row: RateLimitRow): RateLimit {
  const { id, name, calls, per, burst, enabled, version, createdAt, updatedAt } = row
  return { id, name, scope: scopeOf(row), calls, per, burst, enabled, version, createdAt, updatedAt }
}
