// The budgets and rate limits that can count at one server, sorted by what they are counted over. Pure.
import type { BudgetRow } from '../../schema/tables/budgets.ts'
import type { RateLimitRow } from '../../schema/tables/rate-limits.ts'
import type { BudgetRule, MeterRule, RateRule } from './contract.ts'

/** The `agentId` of rules for clients that match no agent. */
export const UNRECOGNISED = 'unrecognised'

export interface MeteredRules {
  /** Of the server and its Gateway. */
  always: readonly MeterRule[]
  byTool: ReadonlyMap<string, readonly MeterRule[]>
  byAgent: ReadonlyMap<string, readonly MeterRule[]>
  /** By `issuer subject`. */
  bySubject: ReadonlyMap<string, readonly MeterRule[]>
  /** Lower case. */
  byEmail: ReadonlyMap<string, readonly MeterRule[]>
  defaultUser: readonly MeterRule[]
  anonymous: readonly MeterRule[]
}

/** Null when nothing is counted: then a call has nothing to do with the meter. */
export function compileMeters(
  budgets: readonly BudgetRow[],
  rateLimits: readonly RateLimitRow[],
): MeteredRules | null {
  const rows = [
    ...budgets.map((row) => ({ row, rule: budgetRule(row) })),
    ...rateLimits.map((row) => ({ row, rule: rateRule(row) })),
  ].filter(({ row }) => row.enabled)
  if (rows.length === 0) return null
  const always: MeterRule[] = []
  const byTool = new Map<string, MeterRule[]>()
  const byAgent = new Map<string, MeterRule[]>()
  const bySubject = new Map<string, MeterRule[]>()
  const byEmail = new Map<string, MeterRule[]>()
  const defaultUser: MeterRule[] = []
  const anonymous: MeterRule[] = []
  for (const { row, rule } of rows) {
    switch (row.scope) {
      case 'gateway':
      case 'server':
        always.push(rule)
        break
      case 'tool':
        put(byTool, row.tool, rule)
        break
      case 'agent':
        put(byAgent, row.agentId, rule)
        break
      case 'user':
        if (row.userEmail !== null) put(byEmail, row.userEmail.toLowerCase(), rule)
        else put(bySubject, `${row.userIssuer} ${row.userSubject}`, rule)
        break
      case 'default_user':
        defaultUser.push(rule)
        break
      case 'anonymous':
        anonymous.push(rule)
    }
  }
  return { always, byTool, byAgent, bySubject, byEmail, defaultUser, anonymous }
}

export function budgetRule({ id, version, amount, unit, window, enforcement }: BudgetRow): BudgetRule {
  return { kind: 'budget', id, version, amount, unit, window, enforcement }
}

function rateRule({ id, version, calls, per, burst }: RateLimitRow): RateRule {
  return { kind: 'rate', id, version, calls, per, burst }
}

function put(map: Map<string, MeterRule[]>, key: string | null, rule: MeterRule): void {
  if (key === null) return
  const rules = map.get(key)
  if (rules) rules.push(rule)
  else map.set(key, [rule])
}
