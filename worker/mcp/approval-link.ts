// What a client is given for an approval, and how its retry is known again (2026-07-28, basic/patterns/mrtr).

export interface ApprovalLink {
  id: string
  url: string
  tool: string
  /** ms since 1970. */
  expiresAt: number
  /** The members of a round trip with the runtime, sealed; empty where there is none. */
  round: string
}

const PREFIX = 'limen-confirmation.'

/**
 * `<server id>.<row id>`, and `.<sealed round>` where there is one. Decides nothing: the call itself says which approval
 * it needs.
 */
export function confirmationStateOf(serverId: string, { id, round }: ApprovalLink): string {
  return `${PREFIX}${serverId}.${id}${round === '' ? '' : `.${round}`}`
}

/** Key of our one request among a call's input requests. */
export const CONFIRMATION_KEY = 'limen_confirmation'

/** Undefined: not one of this server's. A runtime that is itself behind a Limen has such states too. */
export function parseConfirmationState(
  serverId: string,
  state: unknown,
): { id: string; round: string } | undefined {
  const own = `${PREFIX}${serverId}.`
  if (typeof state !== 'string' || !state.startsWith(own)) return undefined
  const [id = '', ...round] = state.slice(own.length).split('.')
  return { id, round: round.join('.') }
}
