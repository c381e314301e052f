// The grant with which Limen lists the tools of a server. It has no MCP authorization, so no token leads to it.
import type { GrantView } from '../contract.ts'
import type { AccessTokenAnswer, Vault } from '../vault/contract.ts'

/** As it stands among the grants; the admin API refuses this id for a client. */
export const SERVICE_CLIENT = { id: 'limen:service', name: 'Limen (tool discovery)' } as const

const MINIMUM_MS = 60_000

/** The newest; the ones before it have ended. */
export function findServiceGrant(vault: Vault, attachmentId: string): GrantView | undefined {
  const { grants } = vault.list({ attachmentId, clientId: SERVICE_CLIENT.id, limit: 1 })
  return grants[0]
}

export async function serviceToken(vault: Vault, attachmentId: string): Promise<AccessTokenAnswer> {
  const grant = findServiceGrant(vault, attachmentId)
  return grant ? vault.accessToken(grant.id, MINIMUM_MS) : { ok: false, reason: 'ended' }
}
