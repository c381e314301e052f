// Place and jurisdiction of a Gateway's object: fixed when it is created. Pure.
import type { GatewayUpdate } from '../../../schema/api/gateways.ts'
import type { GatewayRow } from '../../../schema/tables/gateways.ts'
import { AdminProblem, summaryOf } from '../admin-problem.ts'

/**
 * An object does not move, and under another jurisdiction it is another object: its grants would be lost. Throws
 * AdminProblem `conflict` beside each field with another value than the Gateway has.
 */
export function checkPlacement(before: GatewayRow, input: GatewayUpdate): void {
  const errors = (['locationHint', 'jurisdiction'] as const)
    .filter((field) => input[field] !== undefined && input[field] !== before[field])
    .map((path) => ({
      path,
      message: `is fixed when the Gateway is created (${before[path] ?? 'none'}), because its grants cannot move; create another Gateway`,
    }))
  if (errors.length > 0) throw new AdminProblem('conflict', summaryOf(errors), { errors })
}
