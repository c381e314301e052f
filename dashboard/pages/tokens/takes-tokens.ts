// Which servers access tokens are for (product.md §3). Pure.
import type { Server } from '../../../schema/api/servers.ts'

export function takesTokens({ authMode }: Pick<Server, 'authMode'>): boolean {
  return authMode === 'api_key' || authMode === 'none'
}

/** Each user has a key of their own there, so a token must name its user by issuer and subject. */
export function needsUser({ authMode, upstreamAuth }: Pick<Server, 'authMode' | 'upstreamAuth'>): boolean {
  return authMode === 'api_key' && upstreamAuth?.keyOwner === 'per_user'
}
