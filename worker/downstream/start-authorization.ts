// The redirect to the downstream authorization endpoint (D3).
import type { AuthorizationRequest, DownstreamProfile, StartedAuthorization } from './contract.ts'

export async function startAuthorization(
  _profile: DownstreamProfile,
  _request: AuthorizationRequest,
): Promise<StartedAuthorization> {
  throw new Error('not built yet')
}
