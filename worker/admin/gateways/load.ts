import { count, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { attachments, gateways, type GatewayRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadGateway(env: Pick<Env, 'DB'>, id: string): Promise<GatewayRow> {
  const [row] = await drizzle(env.DB).select().from(gateways).where(eq(gateways.id, id))
  if (!row) throw notFound('Gateway')
  return row
}

/** The one of this id, or all where none is named. Throws AdminProblem `not_found`. */
export async function loadGateways(env: Pick<Env, 'DB'>, id: string | undefined): Promise<GatewayRow[]> {
  return id === undefined ? drizzle(env.DB).select().from(gateways) : [await loadGateway(env, id)]
}

export async function countAttachments(env: Pick<Env, 'DB'>, gatewayId: string): Promise<number> {
  const [row] = await drizzle(env.DB)
    .select({ attached: count() })
    .from(attachments)
    .where(eq(attachments.gatewayId, gatewayId))
  return row?.attached ?? 0
}
