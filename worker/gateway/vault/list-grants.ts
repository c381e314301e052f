// Grants by page and by selector.
import { encodeGrantCursor, parseGrantCursor } from '../grant-cursor.ts'
import type { GrantPage, GrantQuery, RevocationSelector } from '../contract.ts'
import type { VaultContext } from './context.ts'
import { viewOf } from './grant-view.ts'

/** Newest first. A cursor that is none of ours starts at the beginning. */
export function listGrants(vault: VaultContext, query: GrantQuery): GrantPage {
  const conditions: [string, ...SqlStorageValue[]][] = [['1 = 1']]
  if (query.userSubject !== undefined) conditions.push(['subject = ?', query.userSubject])
  if (query.userIssuer !== undefined) conditions.push(['issuer = ?', query.userIssuer])
  if (query.userEmail !== undefined) conditions.push(['lower(email) = lower(?)', query.userEmail])
  if (query.clientId !== undefined) conditions.push(['client_id = ?', query.clientId])
  if (query.attachmentId !== undefined) conditions.push(['attachment_id = ?', query.attachmentId])
  if (query.serverId !== undefined) conditions.push(['server_id = ?', query.serverId])
  if (query.state !== undefined) conditions.push(['state = ?', query.state])
  const position = query.cursor === undefined ? undefined : parseGrantCursor(query.cursor)
  if (position) conditions.push(['(created_at, id) < (?, ?)', position.createdAt, position.id])
  const where = conditions.map(([condition]) => condition).join(' AND ')
  const bindings = conditions.flatMap(([, ...values]) => values)
  const limit = Math.min(Math.max(Math.trunc(query.limit), 1), 200)
  const rows = vault.store.select(where, bindings, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    grants: page.map((row) => viewOf(vault.gatewayId, row, vault.uses.get(row.id)?.at ?? row.last_used_at)),
    cursor:
      rows.length > limit && last ? encodeGrantCursor({ createdAt: last.created_at, id: last.id }) : null,
  }
}

/** Everything the selector names that has not been revoked yet and, except by its own id, was made by `madeUntil`. */
export function selectGrants(
  vault: VaultContext,
  selector: RevocationSelector,
  madeUntil = Number.MAX_SAFE_INTEGER,
): string[] {
  if ('grantId' in selector) return vault.store.selectIds("state <> 'revoked' AND id = ?", [selector.grantId])
  const pick = (where: string, ...bindings: SqlStorageValue[]) =>
    vault.store.selectIds(`state <> 'revoked' AND created_at <= ? AND ${where}`, [madeUntil, ...bindings])
  if ('clientId' in selector) return pick('client_id = ?', selector.clientId)
  if ('attachmentId' in selector) return pick('attachment_id = ?', selector.attachmentId)
  if ('issuer' in selector) return pick('issuer = ?', selector.issuer)
  if ('userSubject' in selector)
    return pick('issuer = ? AND subject = ?', selector.userIssuer, selector.userSubject)
  return pick('1 = 1')
}
