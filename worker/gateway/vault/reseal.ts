// Rotation of MASTER_KEYS (S11): what is still under an old key is sealed anew when its grant is used.
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { isLive, placeOf, type VaultContext } from './context.ts'
import type { TokenPurpose } from './grant-secrets.ts'

/** In the background, and only while the row is still of the same version; a failure changes nothing. */
export function resealWhenOld(vault: VaultContext, row: GrantRow): void {
  const isOld = [row.access_ct, row.refresh_ct].some(
    (envelope) => envelope !== null && vault.secrets.isOldKey(envelope),
  )
  if (isOld) vault.waitUntil(reseal(vault, row).catch(() => undefined))
}

async function reseal(vault: VaultContext, row: GrantRow): Promise<void> {
  const [accessCt, refreshCt] = await Promise.all([
    sealAnew(vault, row, 'access', row.access_ct),
    sealAnew(vault, row, 'refresh', row.refresh_ct),
  ])
  vault.store.transaction(() => {
    const now = vault.store.find(row.id)
    if (now && isLive(now))
      vault.store.update(row.id, { version: row.version }, { access_ct: accessCt, refresh_ct: refreshCt })
  })
}

async function sealAnew(
  vault: VaultContext,
  row: GrantRow,
  purpose: TokenPurpose,
  envelope: string | null,
): Promise<string | null> {
  if (envelope === null) return null
  const token = await vault.secrets.open(placeOf(row), purpose, envelope)
  return vault.secrets.seal(placeOf(row), purpose, token)
}
