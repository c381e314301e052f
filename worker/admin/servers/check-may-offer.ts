// What a server does with new and changed tools holds for every tool that nobody configured: whoever may not configure
// tools may not change that either (product.md §6).
import type { ServerUpdate } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import type { Actor } from '../context.ts'
import { checkPermission } from '../require-permission.ts'

const DEFAULTS = { newTools: 'read_only_on', changedTools: 'report' } as const

/** `before` is null for a new server. Throws AdminProblem `forbidden`. */
export function checkMayOffer(
  actor: Actor,
  before: Pick<ServerRow, 'newTools' | 'changedTools'> | null,
  { newTools, changedTools }: Pick<ServerUpdate, 'newTools' | 'changedTools'>,
): void {
  const { newTools: oldNew, changedTools: oldChanged } = before ?? DEFAULTS
  const isChanged =
    (newTools ?? oldNew) !== oldNew ||
    (changedTools !== undefined && changedTools !== (oldChanged === 'allow' ? 'report' : oldChanged))
  if (isChanged) checkPermission(actor, 'tools.configure')
}
