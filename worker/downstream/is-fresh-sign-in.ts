// Did a person enter their credentials for this sign-in, and not some time before? (OIDC Core §2, §3.1.2.1) Pure.
import { decodeJwt } from 'jose'

/** Clocks differ. */
const LEEWAY_MS = 60_000

/**
 * For a sign-in that was begun with `isFresh`: `max_age=0` obliges an OpenID provider to say when it asked, so an ID
 * token without `auth_time`, or with an earlier one, proves nothing, nor does an answer without ID token. An
 * authorization server that is none has no way to say it: there the forced login itself is all there is. The signature
 * was verified with the identity.
 */
export function isFreshSignIn(idToken: string | null, startedAt: number, isOpenId = true): boolean {
  if (idToken === null) return !isOpenId
  const authTime = decodeJwt(idToken)['auth_time']
  return typeof authTime === 'number' && authTime * 1_000 >= startedAt - LEEWAY_MS
}
