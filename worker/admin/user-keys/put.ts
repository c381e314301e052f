import { userKeyPut, userKeySaved } from '../../../schema/api/user-keys.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'
import { saveUserKey } from './save-key.ts'

const route = defineRoute({
  method: 'put',
  path: '/servers/{id}/user-keys',
  permission: 'tokens.manage',
  operationId: 'putUserKey',
  summary: "Enter or replace a user's own key of the upstream",
  request: { params: idParam, body: jsonBody(userKeyPut) },
  responses: { 200: jsonAnswer(userKeySaved, 'Kept; the key is never answered') },
})

export const putUserKey = endpoint(route, async (c) => {
  const { server } = await loadServer(c.env, c.req.valid('param').id)
  const { issuer, subject, key } = c.req.valid('json')
  const write = { actor: c.get('actor'), requestId: c.get('requestId'), server, owner: { issuer, subject } }
  return c.json(await saveUserKey(c.env, write, key), 200)
})
