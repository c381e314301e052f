// The refresh of one grant: one request in flight, an intent on disk before it leaves (security.md §3, steps 2–5).
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { SealedSecretError } from '../../crypto/envelope.ts'
import { UnknownKeyError } from '../../crypto/master-keys.ts'
import { randomToken } from '../../crypto/random-id.ts'
import type { DownstreamProfile } from '../../downstream/contract.ts'
import { requestRefresh } from '../../downstream/request-refresh.ts'
import { backoffMs } from './backoff.ts'
import {
  isIssuedTo,
  isLive,
  parseScopes,
  placeOf,
  unknownSince,
  type Obstacle,
  type VaultContext,
} from './context.ts'
import { endGrant } from './end-grant.ts'
import { recordGrant } from './record-grant.ts'
import { settleRefresh } from './settle-refresh.ts'

/** How long a caller may stand in the queue of the Gateway's 20 requests per second. */
const QUEUE_MS_MAX = 5_000
/** A profile that cannot be had now (configuration away, keys missing) is asked for again after this. */
const PROFILE_RETRY_MS = 5_000
/** An attempt whose answer nobody settled by then died with its process (P10). */
const ORPHAN_MS = 15_000
const UNREADABLE_RETRY_MS = 60_000

/**
 * Refreshes a grant, once however many ask (P2), and never for longer than one attempt. The object owns the attempt:
 * callers that leave do not stop it. Never rejects; what became of the grant stands in its row.
 */
export function refreshOnce(vault: VaultContext, grantId: string): Promise<Obstacle> {
  const known = vault.flights.get(grantId)
  if (known) return known
  const flight = attempt(vault, grantId)
    .catch((): Obstacle => ({ kind: 'wait', ms: PROFILE_RETRY_MS }))
    .finally(() => vault.flights.delete(grantId))
  vault.flights.set(grantId, flight)
  vault.waitUntil(flight)
  return flight
}

async function attempt(vault: VaultContext, grantId: string): Promise<Obstacle> {
  const first = dueForRefresh(vault, grantId)
  if (!first) return backoffOf(vault, grantId)
  // Before the queue: who waits for an administrator takes nobody's turn.
  let profile = await profileFor(vault, first)
  if (profile === 'needs_review') return { kind: 'needs_review' }
  const slot = vault.pace.reserve(vault.now(), QUEUE_MS_MAX)
  if (slot === null) return { kind: 'wait', ms: QUEUE_MS_MAX }
  if (slot > vault.now()) {
    await vault.sleep(slot - vault.now())
    profile = await profileFor(vault, first)
    if (profile === 'needs_review') return { kind: 'needs_review' }
  }
  const row = dueForRefresh(vault, grantId)
  if (!row?.refresh_ct) return backoffOf(vault, grantId)
  const refreshToken = await openRefreshToken(vault, row, row.refresh_ct)
  if (refreshToken === null) return { kind: 'wait', ms: UNREADABLE_RETRY_MS }
  return send(vault, row, refreshToken, profile)
}

async function profileFor(vault: VaultContext, row: GrantRow): Promise<DownstreamProfile | 'needs_review'> {
  const profile = await vault.profile()
  return profile === 'needs_review' || !isIssuedTo(profile, row) ? 'needs_review' : profile
}

/** A request that may not leave yet says so, or its caller would take it for one that was sent. */
function backoffOf(vault: VaultContext, grantId: string): Obstacle {
  const ms = (vault.store.find(grantId)?.backoff_until ?? 0) - vault.now()
  return ms > 0 ? { kind: 'wait', ms } : null
}

/** The row, if a request for it may leave now. A replay that would kill a newer sign-in ends the grant instead. */
function dueForRefresh(vault: VaultContext, grantId: string): GrantRow | undefined {
  const row = vault.store.find(grantId)
  if (!row || !isLive(row) || row.refresh_ct === null) return undefined
  if (row.backoff_until !== null && row.backoff_until > vault.now()) return undefined
  const since = unknownSince(row)
  if (since === null || !vault.store.hasNewerOfPerson(row, since)) return row
  vault.store.transaction(() => endGrant(vault, row, 'superseded'))
  return undefined
}

async function openRefreshToken(
  vault: VaultContext,
  row: GrantRow,
  envelope: string,
): Promise<string | null> {
  try {
    return await vault.secrets.open(placeOf(row), 'refresh', envelope)
  } catch (error) {
    if (!(error instanceof SealedSecretError) && !(error instanceof UnknownKeyError)) throw error
    const until = vault.now() + UNREADABLE_RETRY_MS
    const detail = 'The stored refresh token does not open with the present MASTER_KEYS.'
    vault.store.update(
      row.id,
      { version: row.version, isLive: true },
      { last_error: detail, backoff_until: until, timer_at: until },
    )
    recordGrant(vault, row, {
      method: 'refresh',
      outcome: 'runtime_error',
      ruleId: 'secret_unreadable',
      detail,
    })
    vault.hooks.schedule(until)
    return null
  }
}

async function send(
  vault: VaultContext,
  row: GrantRow,
  refreshToken: string,
  profile: DownstreamProfile,
): Promise<Obstacle> {
  const now = vault.now()
  const intent = {
    attempt_id: randomToken(12),
    attempt_at: now,
    unknown_since: unknownSince(row),
    failures: row.failures + 1,
  }
  const isWritten = vault.store.update(
    row.id,
    { version: row.version, isLive: true },
    {
      ...intent,
      state: 'refreshing',
      // Counts for a process that dies now: the next one does not send again at once.
      backoff_until: now + backoffMs(intent.failures, null, vault.random),
      timer_at: now + ORPHAN_MS,
    },
  )
  if (!isWritten) return null
  vault.hooks.schedule(now + ORPHAN_MS)
  await vault.store.durable()
  const outcome = await requestRefresh(profile, { refreshToken, scopes: parseScopes(row.scopes) }, vault.io)
  await settleRefresh(
    vault,
    { row: { ...row, ...intent }, attemptId: intent.attempt_id, refreshToken },
    outcome,
  )
  return null
}
