import { sha256Base64url } from '../../crypto/digest.ts'
import { scopeList } from './scopes.ts'

/**
 * What makes two refresh requests the same request (O10): client and scope. The resource is the issuer's only one, so
 * a request that got past its check asks for the same.
 */
export function fingerprintOf(clientId: string, scope: string | undefined): Promise<string> {
  return sha256Base64url(JSON.stringify([clientId, scopeList(scope).toSorted()]))
}
