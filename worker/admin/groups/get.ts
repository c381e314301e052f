import { group } from '../../../schema/api/groups.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadGroup } from './load.ts'
import { presentGroup } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/groups/{id}',
  permission: 'grants.read',
  operationId: 'getGroup',
  summary: 'One group with its members',
  request: { params: idParam },
  responses: { 200: jsonAnswer(group, 'The group') },
})

export const getGroup = endpoint(route, async (c) => {
  const row = await loadGroup(c.env, c.req.valid('param').id)
  return c.json(presentGroup(row), 200, etag(row.version))
})
