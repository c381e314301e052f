// Access lists name people that were proven. Whoever may not change those lists may not make a server believe a claim or
// ask for nobody either (product.md §6).
import type { ServerRow } from '../../../schema/tables/servers.ts'
import type { Actor } from '../context.ts'
import { checkPermission } from '../require-permission.ts'

type Opening = 'open' | 'acceptClaimed'

/** `before` is null for a new server. Throws AdminProblem `forbidden`. */
export function checkMayOpen(
  actor: Actor,
  before: Pick<ServerRow, Opening> | null,
  entered: { [setting in Opening]?: boolean | undefined },
): void {
  const isOpened = (setting: Opening) => entered[setting] === true && before?.[setting] !== true
  if (isOpened('open') || isOpened('acceptClaimed')) checkPermission(actor, 'access.configure')
}
