// The downstream access token of a grant, renewed when needed (security.md §3, steps 1–3).
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { isLive, placeOf, type Obstacle, type VaultContext } from './context.ts'
import type { AccessTokenAnswer } from './contract.ts'
import { endGrant } from './end-grant.ts'
import { refreshOnce } from './refresh.ts'
import { resealWhenOld } from './reseal.ts'
import { retryAfterSeconds } from './retry-after.ts'

export async function accessToken(
  vault: VaultContext,
  grantId: string,
  minimumRemainingMs: number,
): Promise<AccessTokenAnswer> {
  const row = vault.store.find(grantId)
  if (!row || !isLive(row)) return { ok: false, reason: 'ended' }
  const now = vault.now()
  if (lives(row, now + minimumRemainingMs)) {
    if (row.refresh_early_at !== null && now >= row.refresh_early_at) void refreshOnce(vault, grantId)
    return open(vault, row)
  }
  if (row.refresh_ct === null) return withoutRefreshToken(vault, row)
  const obstacle = await refreshOnce(vault, grantId)
  const after = vault.store.find(grantId)
  if (!after || !isLive(after)) return { ok: false, reason: 'ended' }
  // Shorter than wished for is still better than nothing: some servers issue tokens of a few seconds.
  return lives(after, vault.now()) ? open(vault, after) : unavailable(vault, after, obstacle)
}

function lives(row: GrantRow, until: number): boolean {
  return row.access_ct !== null && (row.access_expires_at === null || row.access_expires_at > until)
}

/** Step 7, second half: without a refresh token the grant ends with its access token. */
function withoutRefreshToken(
  vault: VaultContext,
  row: GrantRow,
): AccessTokenAnswer | Promise<AccessTokenAnswer> {
  if (lives(row, vault.now())) return open(vault, row)
  vault.store.transaction(() => endGrant(vault, row, 'access_expired'))
  return { ok: false, reason: 'ended' }
}

async function open(vault: VaultContext, row: GrantRow): Promise<AccessTokenAnswer> {
  const token = await vault.secrets.open(placeOf(row), 'access', row.access_ct ?? '')
  resealWhenOld(vault, row)
  return { ok: true, accessToken: token, expiresAt: row.access_expires_at }
}

function unavailable(vault: VaultContext, row: GrantRow, obstacle: Obstacle): AccessTokenAnswer {
  if (obstacle?.kind === 'needs_review') return { ok: false, reason: 'needs_review' }
  return { ok: false, reason: 'unavailable', retryAfterSeconds: retryAfterSeconds(vault, row, obstacle) }
}
