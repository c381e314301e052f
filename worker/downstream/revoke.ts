// Revocation at the downstream (RFC 7009), called only in the cases of product.md §5.
import * as oauth from 'oauth4webapi'
import type { DownstreamProfile } from './contract.ts'
import { platformIo, type DownstreamIo } from './io.ts'
import { clientAuthenticationOf, clientOf, mayAuthenticateAt, serverOf, transportOf } from './oauth-client.ts'

/** `done`: told; `unsupported`: the server has no such endpoint; `failed`: try again later. */
export type RevocationOutcome = 'done' | 'unsupported' | 'failed'

/** Never throws. A token the server does not know counts as revoked (RFC 7009 §2.2). */
export async function revokeDownstream(
  profile: DownstreamProfile,
  token: { value: string; kind: 'refresh_token' | 'access_token' },
  io: DownstreamIo = platformIo,
): Promise<RevocationOutcome> {
  const endpoint = profile.endpoints.revocation_endpoint
  if (endpoint === undefined || !mayAuthenticateAt(profile, endpoint)) return 'unsupported'
  try {
    const response = await oauth.revocationRequest(
      serverOf(profile),
      clientOf(profile),
      await clientAuthenticationOf(profile),
      token.value,
      { ...transportOf(profile, io), additionalParameters: { token_type_hint: token.kind } },
    )
    await response.body?.cancel()
    return response.ok ? 'done' : 'failed'
  } catch {
    return 'failed'
  }
}
