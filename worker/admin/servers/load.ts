import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import {
  attachments,
  gateways,
  servers,
  toolCatalogs,
  type AttachmentRow,
  type GatewayRow,
  type ServerRow,
} from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** A server with what it is attached to. */
export interface ServerRows {
  server: ServerRow
  attachment: AttachmentRow | null
  gateway: GatewayRow | null
  /** What was seen of its tools; null: nobody has looked yet. */
  catalog: CatalogFacts | null
}

export interface CatalogFacts {
  /** When a complete list was last seen. */
  completeAt: number | null
  /** What was wrong with the last discovery. */
  error: string | null
  /** How many tools the runtime lists. */
  tools: number
}

/** Throws AdminProblem `not_found`. */
export async function loadServer(env: Pick<Env, 'DB'>, id: string): Promise<ServerRows> {
  const [rows] = await serverRows(env).where(eq(servers.id, id))
  if (!rows) throw notFound('server')
  return rows
}

/** All servers with their attachments; the caller adds condition and order. */
export function serverRows(env: Pick<Env, 'DB'>) {
  return drizzle(env.DB)
    .select({
      server: servers,
      attachment: attachments,
      gateway: gateways,
      catalog: {
        // First: drizzle takes a joined object whose first column is null for one without a row.
        serverId: toolCatalogs.serverId,
        completeAt: toolCatalogs.completeAt,
        error: toolCatalogs.error,
        tools: sql<number>`(SELECT count(*) FROM tool_definitions
          WHERE tool_definitions.server_id = ${toolCatalogs.serverId} AND tool_definitions.state <> 'removed')`,
      },
    })
    .from(servers)
    .leftJoin(attachments, eq(attachments.serverId, servers.id))
    .leftJoin(gateways, eq(gateways.id, attachments.gatewayId))
    .leftJoin(toolCatalogs, eq(toolCatalogs.serverId, servers.id))
}
