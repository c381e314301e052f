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

export interface AttachmentRows {
  attachment: AttachmentRow
  server: ServerRow
  gateway: GatewayRow
}

/** Throws AdminProblem `not_found`. */
export async function loadAttachment(env: Pick<Env, 'DB'>, id: string): Promise<AttachmentRows> {
  const [rows] = await attachmentRows(env).where(eq(attachments.id, id))
  if (!rows) throw notFound('attachment')
  return rows
}

/** Attachments with both ends; the caller adds condition and order. */
export function attachmentRows(env: Pick<Env, 'DB'>) {
  return drizzle(env.DB)
    .select({ attachment: attachments, server: servers, gateway: gateways })
    .from(attachments)
    .innerJoin(servers, eq(servers.id, attachments.serverId))
    .innerJoin(gateways, eq(gateways.id, attachments.gatewayId))
}
