import { server } from '../../../schema/api/servers.ts'
import { settingsOf } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from './load.ts'
import { presentServer } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/servers/{id}',
  permission: 'servers.read',
  operationId: 'getServer',
  summary: 'One server',
  request: { params: idParam },
  responses: { 200: jsonAnswer(server, 'The server') },
})

export const getServer = endpoint(route, async (c) => {
  const rows = await loadServer(c.env, c.req.valid('param').id)
  return c.json(presentServer(rows, settingsOf(c.env).publicOrigin), 200, etag(rows.server.version))
})
