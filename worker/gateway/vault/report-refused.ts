// The runtime's API refused a downstream token (M4).
import { sha256Base64url } from '../../crypto/digest.ts'
import type { GrantRow } from '../../../schema/objects/vault.ts'
import type { RefusedTokenAnswer, RefusedTokenReport } from '../contract.ts'
import { isLive, placeOf, type Obstacle, type VaultContext } from './context.ts'
import { endGrant } from './end-grant.ts'
import { refreshOnce } from './refresh.ts'
import { retryAfterSeconds } from './retry-after.ts'

/** One refresh for this reason at most once per grant in this time. */
const REFUSED_PAUSE_MS = 60_000

export async function reportRefused(
  vault: VaultContext,
  report: RefusedTokenReport,
): Promise<RefusedTokenAnswer> {
  const earlier = await replacementOf(vault, report)
  if (earlier) return earlier
  const row = vault.store.find(report.grantId)
  if (!row || !isLive(row)) return { action: 'reauthorize' }
  if (row.refresh_ct === null) {
    vault.store.transaction(() => endGrant(vault, row, 'access_refused'))
    return { action: 'reauthorize' }
  }
  const isFirst = !vault.flights.has(row.id)
  if (isFirst) {
    if (isPaused(vault, row)) return row.failures > 0 ? unavailable(vault, row, null) : { action: 'fault' }
    vault.store.update(row.id, { isLive: true }, { refused_at: vault.now() })
  }
  const obstacle = await refreshOnce(vault, row.id)
  // Nothing was sent, so the refresh of this minute has not been had.
  if (isFirst && obstacle !== null)
    vault.store.update(row.id, { isLive: true }, { refused_at: row.refused_at })
  const verdict = await replacementOf(vault, report)
  return verdict ?? unavailable(vault, vault.store.find(row.id) ?? row, obstacle)
}

function isPaused(vault: VaultContext, row: GrantRow): boolean {
  return row.refused_at !== null && vault.now() - row.refused_at < REFUSED_PAUSE_MS
}

function unavailable(vault: VaultContext, row: GrantRow, obstacle: Obstacle): RefusedTokenAnswer {
  return { action: 'unavailable', retryAfterSeconds: retryAfterSeconds(vault, row, obstacle) }
}

/** The verdict, if the refused token is no longer the grant's. */
async function replacementOf(
  vault: VaultContext,
  report: RefusedTokenReport,
): Promise<RefusedTokenAnswer | undefined> {
  const row = vault.store.find(report.grantId)
  if (!row || !isLive(row)) return { action: 'reauthorize' }
  if (row.access_ct === null) return undefined
  const accessToken = await vault.secrets.open(placeOf(row), 'access', row.access_ct)
  if ((await sha256Base64url(accessToken)) === report.accessTokenDigest) return undefined
  return { action: 'retry', accessToken, expiresAt: row.access_expires_at }
}
