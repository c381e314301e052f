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

/** `<row id>` or `<row id>.<sealed round>`. Decides nothing: the call itself says which approval it needs. */
export function confirmationStateOf({ id, round }: ApprovalLink): string {
  return PREFIX + (round === '' ? id : `${id}.${round}`)
}

/** Key of our one request among a call's input requests. */
export const CONFIRMATION_KEY = 'limen_confirmation'

/** Undefined: not one of ours. */
export function parseConfirmationState(state: unknown): { id: string; round: string } | undefined {
  if (typeof state !== 'string' || !state.startsWith(PREFIX)) return undefined
  const [id = '', ...round] = state.slice(PREFIX.length).split('.')
  return { id, round: round.join('.') }
}
