import type { Issuer } from '../configuration/configuration.ts'
import type { OAuthCall } from './contract.ts'
import { canonicalGet } from './library.ts'
import type { AuthorizationParts } from './parts.ts'
import { PageRefusal } from './refusal.ts'
import type { HostedRequest } from './same-user/host-hints.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'

/**
 * Reads the request behind the handle of a form, without consuming it. `isHeld`: the request waits for another account
 * and not for a consent. Throws PageRefusal.
 */
export async function openTransaction(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  handle: string,
  { isHeld }: { isHeld: boolean },
): Promise<HostedRequest> {
  const store = new OAuthStore(parts.storage.sql, issuer.key)
  const reading = new StagedKv({ store, client: undefined, now: Date.now })
  try {
    const opened = await parts.library
      .helpers(issuer, reading)
      .approveConsent(canonicalGet(issuer.surface.authorizationEndpoint, call.cookie), handle)
    const request: HostedRequest = opened.request
    if ((request.isHeld ?? false) !== isHeld) {
      throw new PageRefusal('invalid_request', 'This page was left with the form of another one.')
    }
    return request
  } catch (error) {
    if (error instanceof Error && error.name === 'AuthorizationError') {
      throw new PageRefusal('expired', 'This page is older than ten minutes or was already answered.')
    }
    throw error
  }
}
