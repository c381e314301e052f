// Gives an embedding app a new secret; the old one ends at once, tokens it got stay for their minutes.
import { embeddingAppSecretRotate, embeddingAppWithSecret } from '../../../schema/api/embedding-apps.ts'
import { AdminProblem } from '../admin-problem.ts'
import { issueClientSecret } from '../clients/issue-secret.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { appParams } from './app-params.ts'
import { loadEmbeddingApp } from './load.ts'
import { presentEmbeddingApp } from './present.ts'
import { saveEmbeddingApp } from './save.ts'

const route = defineRoute({
  method: 'post',
  path: '/gateways/{id}/embedding-apps/{appId}/secret',
  permission: 'clients.manage',
  operationId: 'rotateEmbeddingAppSecret',
  summary: 'Replace the secret of an embedding app',
  request: { params: appParams, headers: ifMatchHeader, body: jsonBody(embeddingAppSecretRotate) },
  responses: { 200: jsonAnswer(embeddingAppWithSecret, 'The secret is shown this once') },
})

export const rotateEmbeddingAppSecret = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadEmbeddingApp(c.env, c.req.valid('param'))
  checkVersion(expected, before.app.version)
  if (before.app.secretHash === null) {
    throw new AdminProblem('conflict', 'The app has no secret: it proves itself with private_key_jwt.')
  }
  const secret = await issueClientSecret(c.req.valid('json').secret)
  const row = await saveEmbeddingApp(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    action: 'embedding_app.secret_rotated',
    before,
    after: { ...before.app, secretHash: secret.hash },
  })
  return c.json({ ...presentEmbeddingApp(row), secret: secret.plaintext }, 200, etag(row.version))
})
