// Access lists name people that were proven. Whoever may not change those lists may not make a server believe a claim,
// ask for nobody, or decide whose tokens prove a person either (product.md §6, M13).
import type { ServerUpdate } from '../../../schema/api/servers.ts'
import type { Passthrough, ServerRow } from '../../../schema/tables/servers.ts'
import type { Actor } from '../context.ts'
import { checkPermission } from '../require-permission.ts'

type Opening = 'open' | 'acceptClaimed'

/** `before` is null for a new server. Throws AdminProblem `forbidden`. */
export function checkMayOpen(
  actor: Actor,
  before: Pick<ServerRow, Opening | 'passthrough'> | null,
  entered: Pick<ServerUpdate, Opening | 'passthrough'>,
): void {
  const isOpened = (setting: Opening) => entered[setting] === true && before?.[setting] !== true
  const { passthrough } = entered
  const isVerifiedAnew =
    passthrough !== undefined && verificationOf(passthrough) !== verificationOf(before?.passthrough)
  if (isOpened('open') || isOpened('acceptClaimed') || isVerifiedAnew) {
    checkPermission(actor, 'access.configure')
  }
}

function verificationOf(passthrough: Passthrough | null | undefined): string {
  const { issuer, jwksUri, audience } = passthrough?.verification ?? {}
  return JSON.stringify([issuer, jwksUri, audience])
}
