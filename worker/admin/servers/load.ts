import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import {
  attachments,
  gateways,
  servers,
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
    .select({ server: servers, attachment: attachments, gateway: gateways })
    .from(servers)
    .leftJoin(attachments, eq(attachments.serverId, servers.id))
    .leftJoin(gateways, eq(gateways.id, attachments.gatewayId))
}
