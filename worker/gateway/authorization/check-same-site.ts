import type { OAuthCall } from './contract.ts'
import type { AuthorizationParts } from './parts.ts'
import { PageRefusal } from './refusal.ts'

/** A post from another site carries neither cookie nor handle; these headers refuse it a step earlier. */
export function checkSameSite(
  { publicOrigin }: Pick<AuthorizationParts, 'publicOrigin'>,
  call: OAuthCall,
): void {
  const isForeignSite = call.secFetchSite !== null && call.secFetchSite !== 'same-origin'
  const isForeignOrigin = call.origin !== null && call.origin !== publicOrigin
  if (isForeignSite || isForeignOrigin) {
    throw new PageRefusal('other_browser', 'The answer came from another site than this page.')
  }
}
