import { embeddingApp } from '../../../schema/api/embedding-apps.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { appParams } from './app-params.ts'
import { loadEmbeddingApp } from './load.ts'
import { presentEmbeddingApp } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/gateways/{id}/embedding-apps/{appId}',
  permission: 'gateways.read',
  operationId: 'getEmbeddingApp',
  summary: 'One embedding app',
  request: { params: appParams },
  responses: { 200: jsonAnswer(embeddingApp, 'The app') },
})

export const getEmbeddingApp = endpoint(route, async (c) => {
  const { app } = await loadEmbeddingApp(c.env, c.req.valid('param'))
  return c.json(presentEmbeddingApp(app), 200, etag(app.version))
})
