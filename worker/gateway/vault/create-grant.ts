// A completed consent becomes a grant (product.md §5).
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { randomId } from '../../crypto/random-id.ts'
import { compareScopes } from '../../downstream/scopes.ts'
import { earlyMark } from './backoff.ts'
import { lastUseOf, type VaultContext } from './context.ts'
import type { NewGrant } from './contract.ts'
import { endGrant } from './end-grant.ts'
import { recordGrant } from './record-grant.ts'

/** Per attachment, subject and client; the next one ends the least recently used. */
const GRANTS_MAX = 10

/** Resolves with the grant's id when it is on disk (P3). */
export async function createGrant(vault: VaultContext, grant: NewGrant): Promise<string> {
  const row = await rowOf(vault, grant)
  const { wider } = compareScopes(grant.scopes, grant.tokens.scopes)
  vault.store.transaction(() => {
    supersedeUnknown(vault, grant)
    endLeastRecentlyUsed(vault, grant)
    vault.store.insert(row)
    recordGrant(vault, row, {
      method: 'grant_created',
      outcome: 'ok',
      detail: wider.length > 0 ? `The token has scopes nobody asked for: ${wider.join(' ')}` : null,
      ...(wider.length > 0 ? { ruleId: 'scopes_wider' as const } : {}),
    })
  })
  if (row.timer_at !== null) vault.hooks.schedule(row.timer_at)
  await vault.store.durable()
  return row.id
}

/**
 * Providers may share one grant between all sign-ins of a user with a client, and a replay of an old refresh token
 * would kill the new one (security.md §3). A request that is still under way is judged when its answer is there.
 */
function supersedeUnknown(vault: VaultContext, grant: NewGrant): void {
  for (const other of vault.store.liveOfPerson(grant.identity.issuer, grant.identity.subject))
    if (other.state === 'refreshing' && !vault.flights.has(other.id)) endGrant(vault, other, 'superseded')
}

function endLeastRecentlyUsed(vault: VaultContext, grant: NewGrant): void {
  const others = vault.store
    .liveOfPerson(grant.identity.issuer, grant.identity.subject)
    .filter((other) => other.attachment_id === grant.attachmentId && other.client_id === grant.clientId)
    .toSorted((a, b) => lastUseOf(vault, a) - lastUseOf(vault, b))
  for (const other of others.slice(0, Math.max(0, others.length - GRANTS_MAX + 1)))
    endGrant(vault, other, 'too_many')
}

async function rowOf(vault: VaultContext, grant: NewGrant): Promise<GrantRow> {
  const { identity, tokens } = grant
  const id = randomId('grt')
  const place = { attachmentId: grant.attachmentId, grantId: id, version: 1 }
  const [accessCt, refreshCt] = await Promise.all([
    vault.secrets.seal(place, 'access', tokens.accessToken),
    tokens.refreshToken === null ? null : vault.secrets.seal(place, 'refresh', tokens.refreshToken),
  ])
  const now = vault.now()
  const expiresAt = tokens.accessExpiresAt
  const canRenew = refreshCt !== null && expiresAt !== null
  const earlyAt = canRenew ? earlyMark(now, expiresAt, vault.random) : null
  return {
    id,
    attachment_id: grant.attachmentId,
    server_id: grant.serverId,
    authorization_id: grant.authorizationId,
    user_id: grant.userId,
    issuer_key: grant.issuerKey,
    issuer: identity.issuer,
    subject: identity.subject,
    organization: identity.organization,
    email: identity.email,
    email_verified: identity.emailVerified ? 1 : 0,
    display_name: identity.displayName,
    client_id: grant.clientId,
    client_name: grant.clientName.slice(0, 256),
    redirect_uri: grant.redirectUri,
    downstream_client_id: tokens.clientId,
    scopes: JSON.stringify(grant.scopes),
    state: 'active',
    end_reason: null,
    version: 1,
    access_ct: accessCt,
    refresh_ct: refreshCt,
    access_expires_at: expiresAt,
    refresh_early_at: earlyAt,
    granted_scopes: JSON.stringify(tokens.scopes),
    attempt_id: null,
    attempt_at: null,
    unknown_since: null,
    failures: 0,
    backoff_until: null,
    refused_at: null,
    last_error: null,
    revocation_due: 0,
    timer_at: earlyAt ?? expiresAt,
    created_at: now,
    last_used_at: null,
    ended_at: null,
  }
}
