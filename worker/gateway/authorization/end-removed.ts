// Grants whose attachment, custom host or client an admin took away end with it (product.md §3: detach, delete). This may
// be before the object hears of the order to revoke them, and then the order finds nothing left to tell the downstream.
import { issuerKeyOf } from '../../edge/public-urls.ts'
import type { Configuration } from '../configuration/configuration.ts'
import type { Vault } from '../vault/contract.ts'

/** Called with the configuration before and after a change, before the new one is in force. */
export async function endRemoved(
  vault: Vault,
  before: Configuration | undefined,
  now: Configuration,
): Promise<void> {
  for (const attachmentId of goneIds(before?.attachments ?? [], now.attachments)) {
    await vault.end(vault.select({ attachmentId }), 'detached', { downstream: 'by_timer' })
  }
  // Another host is another issuer: what the old one issued names a resource that is no more (O1).
  for (const { id, customHost } of before?.attachments ?? []) {
    const other = now.attachments.find((row) => row.id === id)
    if (customHost === null || !other || other.customHost === customHost) continue
    await vault.end(vault.selectOfIssuer(issuerKeyOf(id, 'host')), 'host_removed', { downstream: false })
  }
  for (const clientId of goneIds(before?.clients ?? [], now.clients)) {
    await vault.end(vault.select({ clientId }), 'deleted', { downstream: 'by_timer' })
  }
}

function goneIds(before: readonly { id: string }[], now: readonly { id: string }[]): string[] {
  return before.filter((row) => !now.some((other) => other.id === row.id)).map((row) => row.id)
}
