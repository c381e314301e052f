import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { toolPolicyList } from '../../../schema/api/tools.ts'
import { tools } from '../../../schema/tables/tools.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'
import { presentTool } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/servers/{id}/tools',
  permission: 'servers.read',
  operationId: 'listToolPolicies',
  summary: 'Tools of a server that have a policy of their own',
  request: { params: idParam },
  responses: { 200: jsonAnswer(toolPolicyList, 'Policies by name') },
})

export const listTools = endpoint(route, async (c) => {
  const { server } = await loadServer(c.env, c.req.valid('param').id)
  const rows = await drizzle(c.env.DB)
    .select()
    .from(tools)
    .where(eq(tools.serverId, server.id))
    .orderBy(asc(tools.name))
  return c.json({ tools: rows.map((row) => presentTool(server.id, row.name, row)) }, 200)
})
