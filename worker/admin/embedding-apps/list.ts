import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { embeddingAppList } from '../../../schema/api/embedding-apps.ts'
import { embeddingApps } from '../../../schema/tables/embedding-apps.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { loadGateway } from '../gateways/load.ts'
import { gatewayParam } from './app-params.ts'
import { presentEmbeddingApp } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/gateways/{id}/embedding-apps',
  permission: 'gateways.read',
  operationId: 'listEmbeddingApps',
  summary: 'Apps that may exchange tokens at a Gateway',
  request: { params: gatewayParam },
  responses: { 200: jsonAnswer(embeddingAppList, 'Embedding apps') },
})

export const listEmbeddingApps = endpoint(route, async (c) => {
  const gateway = await loadGateway(c.env, c.req.valid('param').id)
  const rows = await drizzle(c.env.DB)
    .select()
    .from(embeddingApps)
    .where(eq(embeddingApps.gatewayId, gateway.id))
    .orderBy(asc(embeddingApps.name), asc(embeddingApps.id))
  return c.json({ apps: rows.map(presentEmbeddingApp) }, 200)
})
