import { agent } from '../../../schema/api/agents.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadAgent, presentAgent } from './load.ts'

const route = defineRoute({
  method: 'get',
  path: '/agents/{id}',
  permission: 'servers.read',
  operationId: 'getAgent',
  summary: 'One agent, predefined or custom',
  request: { params: idParam },
  responses: { 200: jsonAnswer(agent, 'The agent') },
})

export const getAgent = endpoint(route, async (c) => {
  const view = presentAgent(await loadAgent(c.env, c.req.valid('param').id))
  return c.json(view, 200, etag(view.version))
})
