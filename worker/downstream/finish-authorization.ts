// The callback of the downstream authorization server: code exchange and identity (D0, D3, D5).
import type { DownstreamProfile, FinishedAuthorization, PendingAuthorization } from './contract.ts'
import { platformIo, type DownstreamIo } from './io.ts'

/** Throws DownstreamError. `callback` holds the query of the callback; its `state` was checked by the caller. */
export async function finishAuthorization(
  _profile: DownstreamProfile,
  _pending: PendingAuthorization,
  _callback: URLSearchParams,
  _io: DownstreamIo = platformIo,
): Promise<FinishedAuthorization> {
  throw new Error('not built yet')
}
