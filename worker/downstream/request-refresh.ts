// One refresh request and the verdict about it (security.md §3, steps 5–8).
import type { DownstreamProfile, RefreshOutcome } from './contract.ts'
import { platformIo, type DownstreamIo } from './io.ts'

export interface RefreshRequest {
  refreshToken: string
  /** Scopes of the tokens so far, in Limen's names. */
  scopes: readonly string[]
}

/** Never throws. */
export async function requestRefresh(
  _profile: DownstreamProfile,
  _request: RefreshRequest,
  _io: DownstreamIo = platformIo,
): Promise<RefreshOutcome> {
  throw new Error('not built yet')
}
