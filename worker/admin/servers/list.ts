import { asc } from 'drizzle-orm'
import { serverList } from '../../../schema/api/servers.ts'
import { servers } from '../../../schema/tables/servers.ts'
import { settingsOf } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { serverRows } from './load.ts'
import { presentServer } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/servers',
  permission: 'servers.read',
  operationId: 'listServers',
  summary: 'All servers by name',
  responses: { 200: jsonAnswer(serverList, 'All servers') },
})

export const listServers = endpoint(route, async (c) => {
  const rows = await serverRows(c.env).orderBy(asc(servers.name), asc(servers.id))
  const { publicOrigin } = settingsOf(c.env)
  return c.json({ servers: rows.map((row) => presentServer(row, publicOrigin)) }, 200)
})
