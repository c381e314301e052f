import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { clients, gateways, type ClientRow, type GatewayRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

export interface ClientRows {
  client: ClientRow
  gateway: GatewayRow
}

/** Throws AdminProblem `not_found`. */
export async function loadClient(env: Pick<Env, 'DB'>, id: string): Promise<ClientRows> {
  const [rows] = await drizzle(env.DB)
    .select({ client: clients, gateway: gateways })
    .from(clients)
    .innerJoin(gateways, eq(gateways.id, clients.gatewayId))
    .where(eq(clients.id, id))
  if (!rows) throw notFound('client')
  return rows
}
