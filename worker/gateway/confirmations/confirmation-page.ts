// The page behind an approval link. Opening it changes nothing and shows nothing of the call; its button leads to the
// sign-in of the grant's own user.
import { checkSameSite } from '../authorization/check-same-site.ts'
import type { OAuthCall } from '../authorization/contract.ts'
import { readParameters } from '../authorization/parameters.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import { requireIssuer } from '../authorization/require-issuer.ts'
import { beginOwnSignIn } from '../own-sign-ins/begin-own-sign-in.ts'
import type { OwnAnswer } from '../own-sign-ins/contract.ts'
import { guardPage } from '../own-sign-ins/guard-page.ts'
import { decideConfirmation } from './decide-confirmation.ts'
import { confirmAction, loadIssuerOf, loadWaiting, type ConfirmationParts } from './waiting-call.ts'

export function showConfirmation(parts: ConfirmationParts, call: OAuthCall): Promise<OwnAnswer> {
  return guardPage(parts, call, 'confirmation', async () => {
    // First of all: it makes a storage that went back in time safe.
    await parts.configuration()
    const id = readParameters(call.query, ['id']).id ?? ''
    const waiting = await loadWaiting(parts, id)
    const issuer = await loadIssuerOf(parts, waiting)
    const action = confirmAction(parts, issuer)
    return { kind: 'ask', what: 'confirmation', action, handle: id, serverName: issuer.server.name }
  })
}

/** `begin` leads to the sign-in; `approve` and `decline` come from the page behind it. */
export function answerConfirmation(parts: ConfirmationParts, call: OAuthCall): Promise<OwnAnswer> {
  return guardPage(parts, call, 'confirmation', async () => {
    // First of all: it makes a storage that went back in time safe.
    await parts.configuration()
    checkSameSite(parts, call)
    const { handle = '', decision } = readParameters(call.body, ['handle', 'decision'])
    if (decision === 'begin') {
      const waiting = await loadWaiting(parts, handle)
      const issuer = await loadIssuerOf(parts, waiting)
      const purpose = { kind: 'confirmation', confirmationId: waiting.id } as const
      return beginOwnSignIn(parts, issuer, purpose, { scopes: null, isFresh: true })
    }
    if (decision !== 'approve' && decision !== 'decline') {
      throw new PageRefusal('invalid_request', 'This page was left with an incomplete form.')
    }
    return decideConfirmation(parts, call, { handle, decision }, ({ issuerKey }) =>
      requireIssuer(parts, issuerKey),
    )
  })
}
