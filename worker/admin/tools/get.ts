import { toolPolicy } from '../../../schema/api/tools.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { loadServer } from '../servers/load.ts'
import { findTool, toolParams } from './find.ts'
import { presentTool } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/servers/{id}/tools/{name}',
  permission: 'servers.read',
  operationId: 'getToolPolicy',
  summary: 'The policy of one tool; the defaults where it has none',
  request: { params: toolParams },
  responses: { 200: jsonAnswer(toolPolicy, 'The policy') },
})

export const getTool = endpoint(route, async (c) => {
  const { id, name } = c.req.valid('param')
  const { server } = await loadServer(c.env, id)
  const view = presentTool(server.id, name, await findTool(c.env, server.id, name))
  return c.json(view, 200, etag(view.version))
})
