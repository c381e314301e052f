// What a token request's outcome makes of the grant (security.md §3, steps 6–8). Every change is a compare-and-set on
// version and attempt, so that a late answer never overwrites a newer state.
import type { GrantRow } from '../../../schema/objects/vault.ts'
import type { RefreshOutcome } from '../../downstream/contract.ts'
import { compareScopes } from '../../downstream/scopes.ts'
import { backoffMs, earlyMark } from './backoff.ts'
import { parseScopes, placeOf, type VaultContext } from './context.ts'
import type { TokenSet } from './contract.ts'
import { endGrant } from './end-grant.ts'
import type { GrantChange } from './grant-store.ts'
import { recordGrant } from './record-grant.ts'

export interface Attempt {
  /** As it was before the request, with the intent's columns. */
  row: GrantRow
  attemptId: string
  /** The refresh token that was sent. */
  refreshToken: string
}

/**
 * What the provider answered is stored before it is recorded: recording rejects while the storage is about to be put
 * back. If it is not put back after all, the token is there (P3); if it is, the token is lost with the storage, whatever
 * is done here, and the older one is of unknown outcome.
 */
export async function settleRefresh(
  vault: VaultContext,
  attempt: Attempt,
  outcome: RefreshOutcome,
): Promise<void> {
  switch (outcome.kind) {
    case 'ok':
      return storeTokens(vault, attempt, outcome.tokens)
    case 'lost_scopes':
      return keepAccessToken(vault, attempt, outcome.tokens.refreshToken, outcome.detail)
    case 'invalid_grant':
      return endOnInvalidGrant(vault, attempt)
    case 'not_processed':
    case 'unknown':
      return waitForNext(vault, attempt, outcome)
  }
}

/** Step 6. */
async function storeTokens(vault: VaultContext, attempt: Attempt, tokens: TokenSet): Promise<void> {
  const { row } = attempt
  const now = vault.now()
  const version = row.version + 1
  const place = placeOf(row, version)
  const [accessCt, refreshCt] = await Promise.all([
    vault.secrets.seal(place, 'access', tokens.accessToken),
    vault.secrets.seal(place, 'refresh', tokens.refreshToken ?? attempt.refreshToken),
  ])
  const expiresAt = tokens.accessExpiresAt
  const isDeadOnArrival = expiresAt !== null && expiresAt <= now
  const earlyAt = expiresAt === null ? null : earlyMark(now, expiresAt, vault.random)
  const backoffUntil = isDeadOnArrival ? now + backoffMs(row.failures, null, vault.random) : null
  await commit(vault, attempt, {
    ...SETTLED,
    version,
    access_ct: accessCt,
    refresh_ct: refreshCt,
    access_expires_at: expiresAt,
    refresh_early_at: earlyAt,
    granted_scopes: JSON.stringify(tokens.scopes),
    failures: isDeadOnArrival ? row.failures : 0,
    backoff_until: backoffUntil,
    last_error: isDeadOnArrival ? 'The new access token had ended when it arrived.' : null,
    timer_at: latest(earlyAt, backoffUntil),
  })
  const { wider } = compareScopes(parseScopes(row.scopes), tokens.scopes)
  recordGrant(vault, row, {
    method: 'refresh',
    outcome: 'ok',
    detail: wider.length > 0 ? `The token has scopes nobody asked for: ${wider.join(' ')}` : null,
    ...(wider.length > 0 ? { ruleId: 'scopes_wider' as const } : {}),
  })
}

/** Step 6b: the new refresh token is stored (P3), the old access token lives on under the new version. */
async function keepAccessToken(
  vault: VaultContext,
  attempt: Attempt,
  newRefreshToken: string | null,
  detail: string,
): Promise<void> {
  const { row } = attempt
  const version = row.version + 1
  const place = placeOf(row, version)
  const accessToken =
    row.access_ct === null
      ? null
      : await vault.secrets.open(placeOf(row), 'access', row.access_ct).catch(() => null)
  const [accessCt, refreshCt] = await Promise.all([
    accessToken === null ? null : vault.secrets.seal(place, 'access', accessToken),
    vault.secrets.seal(place, 'refresh', newRefreshToken ?? attempt.refreshToken),
  ])
  const until = vault.now() + backoffMs(row.failures, null, vault.random)
  await commit(vault, attempt, {
    ...SETTLED,
    version,
    access_ct: accessCt,
    refresh_ct: refreshCt,
    backoff_until: until,
    last_error: detail,
    timer_at: until,
  })
  recordGrant(vault, row, { method: 'refresh', outcome: 'runtime_error', ruleId: 'downstream_fault', detail })
}

/** Step 7: the version is that of the request, or the verdict is about an older token and changes nothing. */
async function endOnInvalidGrant(vault: VaultContext, attempt: Attempt): Promise<void> {
  vault.store.transaction(() => {
    const now = vault.store.find(attempt.row.id)
    if (now?.version === attempt.row.version && now.attempt_id === attempt.attemptId)
      endGrant(vault, now, 'invalid_grant')
  })
  await vault.store.durable()
}

/**
 * Step 8. `not_processed` leaves the grant active, unless an earlier request with the same refresh token is still of
 * unknown outcome: that has not become known by another request's being turned away.
 */
async function waitForNext(
  vault: VaultContext,
  attempt: Attempt,
  outcome: Extract<RefreshOutcome, { kind: 'not_processed' | 'unknown' }>,
): Promise<void> {
  const { row } = attempt
  const unknownSince = row.unknown_since ?? (outcome.kind === 'unknown' ? row.attempt_at : null)
  const until = vault.now() + backoffMs(row.failures, outcome.retryAfterMs, vault.random)
  await commit(vault, attempt, {
    ...SETTLED,
    ...(unknownSince === null
      ? {}
      : { state: 'refreshing', attempt_id: attempt.attemptId, attempt_at: row.attempt_at }),
    unknown_since: unknownSince,
    backoff_until: until,
    last_error: outcome.detail,
    timer_at: until,
  })
  supersedeWhenUnknown(vault, row, unknownSince)
  recordGrant(vault, row, {
    method: 'refresh',
    outcome: 'runtime_error',
    detail: outcome.detail,
    ...(outcome.alert ? { ruleId: 'downstream_fault' as const } : {}),
  })
}

/** The person signed in anew while the request was under way: a replay could kill the new grant. */
function supersedeWhenUnknown(vault: VaultContext, row: GrantRow, since: number | null): void {
  if (since === null || !vault.store.hasNewerOfPerson(row, since)) return
  vault.store.transaction(() => {
    const now = vault.store.find(row.id)
    if (now) endGrant(vault, now, 'superseded')
  })
}

const SETTLED = { state: 'active', attempt_id: null, attempt_at: null, unknown_since: null } as const

async function commit(vault: VaultContext, attempt: Attempt, change: GrantChange): Promise<void> {
  const { row, attemptId } = attempt
  const condition = { version: row.version, attemptId }
  const isCommitted = vault.store.update(row.id, { ...condition, isLive: true }, change)
  // The grant ended meanwhile. Where a person wants it revoked downstream, the newest refresh token is the one to name.
  if (!isCommitted && change.version !== undefined && change.refresh_ct) {
    const ended = vault.store.find(row.id)
    if (ended?.revocation_due === 1)
      vault.store.update(row.id, condition, {
        version: change.version,
        access_ct: change.access_ct ?? null,
        refresh_ct: change.refresh_ct,
      })
  }
  if (isCommitted && change.timer_at) vault.hooks.schedule(change.timer_at)
  await vault.store.durable()
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b)
}
