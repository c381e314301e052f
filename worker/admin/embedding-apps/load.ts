import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import {
  embeddingApps,
  gateways,
  type EmbeddingAppRow,
  type GatewayRow,
} from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

export interface EmbeddingAppRows {
  app: EmbeddingAppRow
  gateway: GatewayRow
}

/** An app of another Gateway is as absent as none. Throws AdminProblem `not_found`. */
export async function loadEmbeddingApp(
  env: Pick<Env, 'DB'>,
  { id, appId }: { id: string; appId: string },
): Promise<EmbeddingAppRows> {
  const [rows] = await drizzle(env.DB)
    .select({ app: embeddingApps, gateway: gateways })
    .from(embeddingApps)
    .innerJoin(gateways, eq(gateways.id, embeddingApps.gatewayId))
    .where(and(eq(embeddingApps.id, appId), eq(embeddingApps.gatewayId, id)))
  if (!rows) throw notFound('embedding app')
  return rows
}
