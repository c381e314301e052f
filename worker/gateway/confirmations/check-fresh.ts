// Did the person sign in for this, and not some time before? (OIDC Core §2, `auth_time`)
import { decodeJwt } from 'jose'
import { PageRefusal } from '../authorization/refusal.ts'

/** Clocks differ. */
const LEEWAY_MS = 60_000

/**
 * Every sign-in for an approval asks the authorization server to ask again. One that says when it did is held to it;
 * the ID token's signature was verified with the rest of it. Throws PageRefusal.
 */
export function checkFresh(idToken: string | null, startedAt: number): void {
  if (idToken === null) return
  const authTime = decodeJwt(idToken)['auth_time']
  if (typeof authTime !== 'number' || authTime * 1_000 >= startedAt - LEEWAY_MS) return
  throw new PageRefusal('expired', 'The sign-in service did not ask you to sign in again.')
}
