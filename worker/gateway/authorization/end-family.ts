import type { EndReason } from '../vault/contract.ts'
import { deleteFamily, type FamilyKey } from './families.ts'
import type { AuthorizationParts } from './parts.ts'

/**
 * Ends an MCP authorization together with its grant (product.md §5). Here only: the downstream is told when a person
 * asks for it, never for a replay or an expiry. Answers the grant's id.
 */
export async function endFamily(
  parts: Pick<AuthorizationParts, 'storage' | 'vault'>,
  family: FamilyKey,
  reason: EndReason,
): Promise<string | null> {
  const grant = parts.vault.findByAuthorization(family.userId, family.authorizationId)
  if (grant) await parts.vault.end([grant.id], reason, { downstream: false })
  // The vault's hook has done it already unless there was no grant.
  deleteFamily(parts.storage.sql, family)
  return grant?.id ?? null
}
