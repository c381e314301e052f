import { toolDetail } from '../../../schema/api/tools.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { loadServer } from '../servers/load.ts'
import { findTool } from './load.ts'
import { presentDetail } from './present.ts'
import { toolParams } from './tool-params.ts'

const route = defineRoute({
  method: 'get',
  path: '/servers/{id}/tools/{name}',
  permission: 'servers.read',
  operationId: 'getToolPolicy',
  summary: 'One tool: its policy, its pinned definition, and what of it has changed',
  request: { params: toolParams },
  responses: { 200: jsonAnswer(toolDetail, 'The tool; the defaults where nothing is set or seen') },
})

export const getTool = endpoint(route, async (c) => {
  const { id, name } = c.req.valid('param')
  const { server } = await loadServer(c.env, id)
  const view = presentDetail(server, name, await findTool(c.env, server.id, name))
  return c.json(view, 200, etag(view.version))
})
