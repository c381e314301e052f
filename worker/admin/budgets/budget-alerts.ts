// Budgets whose amount was reached, as the object remembers it (product.md §8).
import { drizzle } from 'drizzle-orm/d1'
import type { Alert } from '../../../schema/api/logs.ts'
import { budgets, type BudgetRow } from '../../../schema/tables/budgets.ts'
import type { Env } from '../../environment.ts'
import { meterObject } from '../../meter/address.ts'
import type { ReachedBudget } from '../../meter/contract.ts'

/** Alerts since a moment. An object out of reach is one itself. */
export async function listBudgetAlerts(
  env: Pick<Env, 'DB' | 'METER'>,
  since: number,
  now: number,
): Promise<Alert[]> {
  const rows = await drizzle(env.DB).select().from(budgets)
  if (rows.length === 0) return []
  try {
    const reached = await meterObject(env).listReached(since)
    return reached.flatMap((one) => {
      const row = rows.find(({ id }) => id === one.ruleId)
      return row ? [alertOf(row, one)] : []
    })
  } catch {
    return [{ ...NOWHERE, kind: 'meter_unreachable', count: 1, lastAt: now, message: UNREACHABLE }]
  }
}

const NOWHERE = { serverId: null, gatewayId: null } as const
const UNREACHABLE =
  'The object that counts budgets does not answer. Calls that a budget may block are answered 503 until it does.'

function alertOf(row: BudgetRow, { count, lastAt }: ReachedBudget): Alert {
  const { name, id, serverId, gatewayId, window } = row
  const place = { serverId, gatewayId, count, lastAt }
  const which = `The budget "${name}" (${id})`
  return row.enforcement === 'warn'
    ? {
        ...place,
        kind: 'budget_exceeded',
        message: `${which} is spent. It only warns, so calls go on; raise it, or let it block.`,
      }
    : {
        ...place,
        kind: 'budget_exhausted',
        message: `${which} is spent. Calls are refused until the next ${window}; raise it to let them through.`,
      }
}
