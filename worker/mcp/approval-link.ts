// What a client is given for an approval, and how its retry is known again (2026-07-28, basic/patterns/mrtr).

export interface ApprovalLink {
  id: string
  url: string
  tool: string
  /** ms since 1970. */
  expiresAt: number
}

const PREFIX = 'limen-confirmation.'

/** Names no secret and decides nothing: the call itself says which approval it needs. */
export function confirmationStateOf({ id }: ApprovalLink): string {
  return `${PREFIX}${id}`
}

/** Key of our one request among a call's input requests. */
export const CONFIRMATION_KEY = 'limen_confirmation'

export function isConfirmationState(state: unknown): boolean {
  return typeof state === 'string' && state.startsWith(PREFIX)
}
