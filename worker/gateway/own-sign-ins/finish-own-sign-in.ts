// The downstream's answer to a sign-in of Limen's own: same browser, once, then what it was for.
import { DownstreamError, type FinishedAuthorization } from '../../downstream/contract.ts'
import { finishAuthorization } from '../../downstream/finish-authorization.ts'
import { loadProfile } from '../authorization/begin-sign-in.ts'
import { BLOCKED_USER, isBlockedUser } from '../authorization/blocked-users.ts'
import type { OAuthCall } from '../authorization/contract.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import { PageRefusal, RedirectRefusal } from '../authorization/refusal.ts'
import { requireIssuer } from '../authorization/require-issuer.ts'
import { parseState } from '../authorization/state.ts'
import type { Issuer } from '../configuration/configuration.ts'
import { reviewConfirmation } from '../confirmations/review-confirmation.ts'
import type { ConfirmationParts } from '../confirmations/waiting-call.ts'
import { connectService } from '../service-connections/connect-service.ts'
import type { OwnSignIn } from './begin-own-sign-in.ts'
import type { OwnAnswer } from './contract.ts'
import { isOwnBrowser } from './own-cookie.ts'
import { guardPage } from './guard-page.ts'
import { isOwnHandle } from './own-handle.ts'
import { findStep, takeStep } from './sealed-steps.ts'

/** Null: the `state` belongs to somebody else. */
export async function finishOwnSignIn(parts: ConfirmationParts, call: OAuthCall): Promise<OwnAnswer | null> {
  const query = new URLSearchParams(call.query)
  const state = parseState(query.get('state'))
  if (!state || !isOwnHandle(state.handle)) return null
  const known = await findStep<OwnSignIn>(parts, 'own_sign_in', state.handle)
  if (!known) return null
  return guardPage(parts, call, 'callback', async () => {
    for (const name of ['state', 'code', 'error', 'iss']) {
      if (query.getAll(name).length > 1) {
        throw new PageRefusal('invalid_request', `The sign-in service answered with two "${name}".`)
      }
    }
    if (known.issuerKey !== state.issuerKey) throw tooLate()
    if (!(await isOwnBrowser(call.cookie, 'sign-in', state.handle))) {
      throw new PageRefusal('other_browser', 'This sign-in was not started in this browser.')
    }
    const issuer = await requireIssuer(parts, state.issuerKey)
    const signIn = await takeStep<OwnSignIn>(parts, 'own_sign_in', state.handle)
    if (!signIn) throw tooLate()
    const finished = await finish(parts, issuer, signIn, query)
    if (isBlockedUser(parts.storage.sql, finished.identity)) {
      throw new PageRefusal('other_account', BLOCKED_USER)
    }
    switch (signIn.purpose.kind) {
      case 'confirmation':
        return reviewConfirmation(parts, call, issuer, signIn, finished)
      case 'service':
        return connectService(parts, call, issuer, signIn.purpose, finished)
    }
  })
}

async function finish(
  parts: AuthorizationParts,
  issuer: Issuer,
  { pending }: OwnSignIn,
  query: URLSearchParams,
): Promise<FinishedAuthorization> {
  try {
    return await finishAuthorization(await loadProfile(parts, issuer), pending, query, parts.io)
  } catch (error) {
    if (error instanceof RedirectRefusal) throw new PageRefusal('temporarily_unavailable', error.message)
    if (!(error instanceof DownstreamError)) throw error
    const problem = error.code === 'access_denied' ? 'expired' : 'temporarily_unavailable'
    throw new PageRefusal(problem, error.message)
  }
}

function tooLate(): PageRefusal {
  return new PageRefusal('expired', 'This sign-in is older than ten minutes or was already finished.')
}
