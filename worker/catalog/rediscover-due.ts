// Scheduled re-discovery (product.md §6): servers that were not asked for an hour, the longest waiting first; and tools
// that no passing list has shown for days.
import { and, asc, eq, isNull, lte, ne, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { attachments, gateways, servers, toolCatalogs } from '../../schema/tables/index.ts'
import type { Env } from '../environment.ts'
import { discoverTools } from './discover-tools.ts'

const HOUR_MS = 3_600_000
/** A run asks few runtimes at once, and not all of a large deployment (P9). */
const SERVERS_MAX = 60
const AT_ONCE = 6
/** Passing lists may show each user another part. */
const UNSEEN_MS = 48 * HOUR_MS

/** Answers how many servers were asked. One that fails does not hold up the others. */
export async function rediscoverDue(
  env: Env,
  now: number,
  loadOwnOrigins: (env: Env) => Promise<readonly string[]>,
): Promise<number> {
  const due = await drizzle(env.DB)
    .select({ server: servers, attachment: attachments, gateway: gateways })
    .from(servers)
    .leftJoin(attachments, eq(attachments.serverId, servers.id))
    .leftJoin(gateways, eq(gateways.id, attachments.gatewayId))
    .leftJoin(toolCatalogs, eq(toolCatalogs.serverId, servers.id))
    .where(
      and(
        eq(servers.enabled, true),
        isNull(servers.pausedReason),
        ne(servers.authMode, 'passthrough'),
        or(isNull(toolCatalogs.triedAt), lte(toolCatalogs.triedAt, now - HOUR_MS + 5 * 60_000)),
      ),
    )
    .orderBy(asc(toolCatalogs.triedAt), asc(servers.id))
    .limit(SERVERS_MAX)
  const ownOrigins = due.length === 0 ? [] : await loadOwnOrigins(env)
  for (let at = 0; at < due.length; at += AT_ONCE) {
    const results = await Promise.allSettled(
      due.slice(at, at + AT_ONCE).map((rows) => discoverTools(env, rows, { ownOrigins, now })),
    )
    for (const result of results) {
      if (result.status === 'rejected')
        console.error(
          JSON.stringify({ level: 'error', message: 'a discovery failed', error: String(result.reason) }),
        )
    }
  }
  await env.DB.prepare(GONE).bind(now, UNSEEN_MS).run()
  return due.length
}

/** Only where clients teach the catalogue; a discovery of our own says itself what is gone. */
const GONE = `
UPDATE tool_definitions SET state = 'removed', removed_at = ?1, version = version + 1
WHERE state <> 'removed' AND EXISTS (
  SELECT 1 FROM tool_catalogs AS catalog WHERE catalog.server_id = tool_definitions.server_id
    AND catalog.source = 'passing' AND tool_definitions.last_seen_at < catalog.complete_at - ?2)`
