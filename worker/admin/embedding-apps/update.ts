import { embeddingApp, embeddingAppUpdate } from '../../../schema/api/embedding-apps.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { appParams } from './app-params.ts'
import { checkEmbeddingApp } from './check-app.ts'
import { loadEmbeddingApp } from './load.ts'
import { presentEmbeddingApp } from './present.ts'
import { saveEmbeddingApp } from './save.ts'

const route = defineRoute({
  method: 'patch',
  path: '/gateways/{id}/embedding-apps/{appId}',
  permission: 'clients.manage',
  operationId: 'updateEmbeddingApp',
  summary: 'Change an embedding app; another downstream client id ends its tokens',
  request: { params: appParams, headers: ifMatchHeader, body: jsonBody(embeddingAppUpdate) },
  responses: { 200: jsonAnswer(embeddingApp, 'Changed') },
})

export const updateEmbeddingApp = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadEmbeddingApp(c.env, c.req.valid('param'))
  checkVersion(expected, before.app.version)
  const after = { ...before.app, ...withoutUndefined(c.req.valid('json')) }
  await checkEmbeddingApp(c.env, after)
  const row = await saveEmbeddingApp(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    action: 'embedding_app.updated',
    before,
    after,
  })
  return c.json(presentEmbeddingApp(row), 200, etag(row.version))
})
