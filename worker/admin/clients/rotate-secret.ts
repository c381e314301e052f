// Gives a confidential client a new secret; the old one ends at once. Shown in this answer only.
import { clientSecretRotate, clientWithSecret } from '../../../schema/api/clients.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { issueClientSecret } from './issue-secret.ts'
import { loadClient } from './load.ts'
import { presentClient } from './present.ts'
import { saveClient } from './save.ts'

const route = defineRoute({
  method: 'post',
  path: '/clients/{id}/secret',
  permission: 'clients.manage',
  operationId: 'rotateClientSecret',
  summary: 'Replace the secret of a client',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(clientSecretRotate) },
  responses: { 200: jsonAnswer(clientWithSecret, 'The secret is shown this once') },
})

export const rotateClientSecret = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadClient(c.env, c.req.valid('param').id)
  checkVersion(expected, before.client.version)
  if (before.client.secretHash === null) {
    throw new AdminProblem('conflict', 'The client has no secret: it proves itself in another way.')
  }
  const secret = await issueClientSecret(c.req.valid('json').secret)
  const row = await saveClient(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    action: 'client.secret_rotated',
    before,
    after: { ...before.client, secretHash: secret.hash },
  })
  return c.json({ ...presentClient(row), secret: secret.plaintext }, 200, etag(row.version))
})
