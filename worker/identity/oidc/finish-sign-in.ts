// The callback: code exchange, ID token verified with its nonce, and the e-mail from userinfo where the token has none
// (OIDC Core §5.4: claims of the code flow may stand there only).
import type { DownstreamProfile, PendingAuthorization } from '../../downstream/contract.ts'
import { finishAuthorization } from '../../downstream/finish-authorization.ts'
import { resolveIdentity } from '../../downstream/identity.ts'
import type { DownstreamIo } from '../../downstream/io.ts'
import type { Identity } from '../../gateway/contract.ts'

/** Throws DownstreamError. The caller has opened the transaction of this `state`. */
export async function finishSignIn(
  profile: DownstreamProfile,
  pending: PendingAuthorization,
  callback: URLSearchParams,
  io: DownstreamIo,
): Promise<Identity> {
  const { tokens, identity } = await finishAuthorization(profile, pending, callback, io)
  if (identity.email !== null || profile.endpoints.userinfo_endpoint === undefined) return identity
  const { gateway } = profile
  const asking = {
    ...profile,
    gateway: { ...gateway, identity: { ...gateway.identity, source: 'userinfo' as const } },
  }
  return resolveIdentity(asking, pending, tokens, io)
}
