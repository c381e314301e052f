// The runtime at another origin gets what clients send to the one before: the users' tokens of a Gateway, or in mode
// `passthrough` their own tokens of the upstream. That is what attaching means (product.md §2, §6, S19, M13). No slug is
// kept back after its server, whose clients go on sending: in every other mode a runtime gets no token that they send.
import type { ServerUpdate } from '../../../schema/api/servers.ts'
import type { Passthrough, ServerRow } from '../../../schema/tables/servers.ts'
import { invalidField } from '../admin-problem.ts'
import type { Actor } from '../context.ts'
import { checkPermission } from '../require-permission.ts'
import type { ServerRows } from './load.ts'

type Place = Pick<ServerRow, 'runtimeUrl' | 'authMode' | 'slug'>

/** Also a new server may have a name that clients know. Throws AdminProblem `forbidden`. */
export function checkMayPlace(actor: Actor, { authMode }: Pick<ServerRow, 'authMode'>): void {
  if (authMode === 'passthrough') checkPermission(actor, 'gateways.attach')
}

/** Throws AdminProblem `forbidden`. */
export function checkMayMove(
  actor: Actor,
  { server, attachment }: ServerRows,
  {
    runtimeUrl = server.runtimeUrl,
    authMode = server.authMode,
    slug = server.slug,
    passthrough,
  }: ServerUpdate,
): void {
  const hasMoved = isElsewhere(server, runtimeUrl)
  const mayTakeTokens = takesTokensAnew(server, { runtimeUrl, authMode, slug })
  if (attachment ? hasMoved : mayTakeTokens || signsInElsewhere(server, passthrough)) {
    checkPermission(actor, 'gateways.attach')
  }
}

/** Also under the name of another server, or back from another mode: the clients notice neither. */
function takesTokensAnew(before: Place, after: Place): boolean {
  if (after.authMode !== 'passthrough') return false
  return (
    before.authMode !== 'passthrough' || before.slug !== after.slug || isElsewhere(before, after.runtimeUrl)
  )
}

/** Clients send their users to whatever sign-in the server names: with a Gateway that is its authorization server. */
function signsInElsewhere(
  { passthrough: before }: Pick<ServerRow, 'passthrough'>,
  entered: Passthrough | null | undefined,
): boolean {
  if (before === null || !entered) return false
  return entered.authorizationServers.join(' ') !== before.authorizationServers.join(' ')
}

/**
 * Where clients sign in belongs to the origin that it was found or entered for: elsewhere it is entered anew, or asked of
 * the new runtime (`settle-passthrough.ts`). Throws AdminProblem `validation`.
 */
export function movedPassthrough(before: ServerRow, edited: ServerRow, entered: unknown): Passthrough | null {
  const { passthrough, runtimeUrl } = edited
  if (passthrough === null || entered !== undefined || !isElsewhere(before, runtimeUrl)) return passthrough
  if (passthrough.verification !== null) {
    throw invalidField('passthrough', 'the runtime moves; send whose tokens are verified for the new one')
  }
  return { ...passthrough, authorizationServers: [], scopes: [] }
}

function isElsewhere(before: Pick<ServerRow, 'runtimeUrl'>, runtimeUrl: string): boolean {
  return new URL(runtimeUrl).origin !== new URL(before.runtimeUrl).origin
}
