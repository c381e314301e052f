// To the downstream login, on Limen's own behalf (D3). Nobody is asked for consent: no client gets anything.
import type { PendingAuthorization } from '../../downstream/contract.ts'
import { startAuthorization } from '../../downstream/start-authorization.ts'
import { loadProfile } from '../authorization/begin-sign-in.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import { PageRefusal, RedirectRefusal } from '../authorization/refusal.ts'
import type { Issuer } from '../configuration/configuration.ts'
import type { OwnAnswer, OwnPurpose } from './contract.ts'
import { ownCookie } from './own-cookie.ts'
import { newOwnHandle } from './own-handle.ts'
import { putStep } from './sealed-steps.ts'

export interface OwnSignIn {
  purpose: OwnPurpose
  issuerKey: string
  pending: PendingAuthorization
  startedAt: number
}

const SIGN_IN_MS = 10 * 60_000

/** `scopes` null: who signs in is all that is asked. Throws PageRefusal. */
export async function beginOwnSignIn(
  parts: AuthorizationParts,
  issuer: Issuer,
  purpose: OwnPurpose,
  { scopes, isFresh }: { scopes: readonly string[] | null; isFresh: boolean },
): Promise<Extract<OwnAnswer, { kind: 'downstream' }>> {
  const profile = await loadProfile(parts, issuer).catch((error: unknown) => {
    if (error instanceof RedirectRefusal) throw new PageRefusal('temporarily_unavailable', error.message)
    throw error
  })
  const started = await startAuthorization(profile, {
    state: 'placeholder',
    scopes: scopes ?? [],
    isFresh,
    isIdentityOnly: scopes === null,
  })
  const handle = newOwnHandle()
  const now = Date.now()
  const step: OwnSignIn = { purpose, issuerKey: issuer.key, pending: started.pending, startedAt: now }
  await putStep(parts, 'own_sign_in', handle, step, now + SIGN_IN_MS)
  const location = new URL(started.location)
  location.searchParams.set('state', `${issuer.key}.${handle}`)
  return {
    kind: 'downstream',
    location: location.href,
    cookies: [await ownCookie('sign-in', handle, SIGN_IN_MS / 1_000)],
  }
}
