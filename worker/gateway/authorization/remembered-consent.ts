// When a consent may be remembered (O14): only clients whose identity is proven and whose redirect nobody else can
// take, 30 days, in a signed cookie of this browser.
import { base64url } from 'jose'
import type { MasterKeys } from '../../crypto/master-keys.ts'
import type { Issuer } from '../configuration/configuration.ts'
import type { Client } from './clients/client.ts'
import { redirectKind } from './redirect-uri.ts'

export const REMEMBER_SECONDS = 30 * 24 * 3_600

/** Whether an approval of this client at this redirect URI is kept. */
export function mayRemember(issuer: Issuer, client: Client, redirectUri: string): boolean {
  return (
    issuer.gateway.consent === 'remember' &&
    client.registration !== 'dynamic' &&
    redirectKind(redirectUri, []) === 'https'
  )
}

/** A remembered approval holds only where no other site leads the browser (O14). */
export function isOwnNavigation(secFetchSite: string | null): boolean {
  return secFetchSite === 'none' || secFetchSite === 'same-origin'
}

/** What the library signs approvals with; `subject` keeps issuers apart that share a client and a resource URL. */
export async function rememberOptions(keys: MasterKeys, issuer: Issuer) {
  const key = await keys.macKey(keys.currentId, 'remembered-consent')
  const secret = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode('cookie'))
  return {
    secret: base64url.encode(new Uint8Array(secret)),
    subject: issuer.key,
    maxAgeSeconds: REMEMBER_SECONDS,
  }
}
