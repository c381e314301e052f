import type { Role } from '../../schema/api/permissions.ts'
import { roleFault } from './actors.ts'
import { AdminProblem } from './admin-problem.ts'
import type { Actor } from './context.ts'

/** Whether this actor may give or take this role. Throws AdminProblem `forbidden`. */
export function checkMayGive(actor: Actor, role: Role): void {
  const fault = roleFault(actor, role)
  if (fault !== undefined) throw new AdminProblem('forbidden', fault)
}
