import type { MasterKeys } from '../crypto/master-keys.ts'
import { issueIdentityToken } from '../runtime/identity-token.ts'
import type { Access } from './authenticate.ts'
import type { Exchange } from './parts.ts'

/** The third contract header, where somebody is known to call (product.md §3). */
export async function identityFor(
  { snapshot, surface }: Exchange,
  { caller }: Access,
  keys: MasterKeys,
): Promise<string | null> {
  const { server } = snapshot
  if (!caller) return null
  return issueIdentityToken({
    keys,
    caller,
    issuer: surface.issuer,
    // Without the static query, which may hold a secret.
    audience: server.runtimeUrl,
    serverId: server.id,
    nowMs: Date.now(),
  })
}
