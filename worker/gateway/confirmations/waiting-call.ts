// A call that waits, for the pages that are about it.
import type { AuthorizationParts } from '../authorization/parts.ts'
import type { StepIssuer } from '../authorization/record-step.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import { requireIssuer } from '../authorization/require-issuer.ts'
import type { Issuer } from '../configuration/configuration.ts'
import type { Confirmations, WaitingCall } from './confirmations.ts'

export interface ConfirmationParts extends AuthorizationParts {
  readonly confirmations: Confirmations
}

/** Where a call stands that waits, as pages and the log name it. */
export interface CallPlace extends StepIssuer {
  server: { id: string; name: string }
}

/** Where the forms of both pages are posted: a Gateway has the page, or a server without one. */
export function confirmAction(
  { publicOrigin }: Pick<AuthorizationParts, 'publicOrigin'>,
  { server, gateway }: CallPlace,
): string {
  return `${publicOrigin}/g/${(gateway ?? server).id}/confirm`
}

/** Throws PageRefusal. */
export async function loadWaiting({ confirmations }: ConfirmationParts, id: string): Promise<WaitingCall> {
  const waiting = await confirmations.open(id)
  if (waiting === 'ended') {
    throw new PageRefusal(
      'expired',
      'The connection of the application that made this call has ended, so nothing can be approved for it.',
    )
  }
  if (waiting) return waiting
  throw new PageRefusal('expired', 'This call is not waiting for an approval any longer.')
}

/** Login happens on the main host, whichever URL the call came to. Throws PageRefusal. */
export async function loadIssuerOf(
  parts: AuthorizationParts,
  { attachmentId }: WaitingCall,
): Promise<Issuer> {
  if (attachmentId === null) {
    throw new PageRefusal('not_found', 'This server has no sign-in of its own.')
  }
  return requireIssuer(parts, `${attachmentId}:p`)
}
