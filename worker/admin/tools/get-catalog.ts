import { toolCatalog } from '../../../schema/api/tools.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'
import { loadCatalog } from './present-catalog.ts'

const route = defineRoute({
  method: 'get',
  path: '/servers/{id}/tool-catalogue',
  permission: 'servers.read',
  operationId: 'getToolCatalogue',
  summary: 'How complete the catalogue of a server is, and what waits for approval',
  request: { params: idParam },
  responses: { 200: jsonAnswer(toolCatalog, 'The catalogue') },
})

export const getToolCatalog = endpoint(route, async (c) => {
  const { server } = await loadServer(c.env, c.req.valid('param').id)
  return c.json(await loadCatalog(c.env, server.id), 200)
})
