import { userKeyOwner, userKeyRemoved } from '../../../schema/api/user-keys.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'
import { removeUserKey } from './save-key.ts'

const route = defineRoute({
  method: 'delete',
  path: '/servers/{id}/user-keys',
  permission: 'tokens.manage',
  operationId: 'deleteUserKey',
  summary: "Remove a user's own key of the upstream",
  request: { params: idParam, query: userKeyOwner },
  responses: { 200: jsonAnswer(userKeyRemoved, 'Removed, or there was none') },
})

export const deleteUserKey = endpoint(route, async (c) => {
  const { server } = await loadServer(c.env, c.req.valid('param').id)
  const write = {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    server,
    owner: c.req.valid('query'),
  }
  return c.json(await removeUserKey(c.env, write), 200)
})
