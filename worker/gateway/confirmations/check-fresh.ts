// Did the person sign in for this, and not some time before?
import { isFreshSignIn } from '../../downstream/is-fresh-sign-in.ts'
import { PageRefusal } from '../authorization/refusal.ts'

/** Throws PageRefusal. */
export function checkFresh(idToken: string | null, startedAt: number, isOpenId: boolean): void {
  if (isFreshSignIn(idToken, startedAt, isOpenId)) return
  throw new PageRefusal(
    'expired',
    'The sign-in service does not say that you entered your credentials just now, so nothing can be approved by it.',
  )
}
