// Revocation at the downstream (RFC 7009), called only in the cases of product.md §5.
import type { DownstreamProfile } from './contract.ts'
import { platformIo, type DownstreamIo } from './io.ts'

/** `done`: told; `unsupported`: the server has no such endpoint; `failed`: try again later. Never throws. */
export type RevocationOutcome = 'done' | 'unsupported' | 'failed'

export async function revokeDownstream(
  _profile: DownstreamProfile,
  _token: { value: string; kind: 'refresh_token' | 'access_token' },
  _io: DownstreamIo = platformIo,
): Promise<RevocationOutcome> {
  throw new Error('not built yet')
}
