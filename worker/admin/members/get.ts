import { member } from '../../../schema/api/members.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadMember } from './load.ts'
import { presentMember } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/members/{id}',
  permission: 'members.manage',
  operationId: 'getMember',
  summary: 'One member',
  request: { params: idParam },
  responses: { 200: jsonAnswer(member, 'The member') },
})

export const getMember = endpoint(route, async (c) => {
  const row = await loadMember(c.env, c.req.valid('param').id)
  return c.json(presentMember(row), 200, etag(row.version))
})
