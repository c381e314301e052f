import { base64url } from 'jose'
import { toolPolicyList, toolQuery } from '../../../schema/api/tools.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { foreignCursor } from '../page-cursor.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'
import { selectTools } from './load.ts'
import { presentTool } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/servers/{id}/tools',
  permission: 'servers.read',
  operationId: 'listToolPolicies',
  summary: 'Tools of a server by name: those that were seen, and those that have a policy',
  request: { params: idParam, query: toolQuery },
  responses: { 200: jsonAnswer(toolPolicyList, 'One page of tools') },
})

export const listTools = endpoint(route, async (c) => {
  const { server } = await loadServer(c.env, c.req.valid('param').id)
  const { state, configured, cursor, limit } = c.req.valid('query')
  const rows = await selectTools(c.env, server.id, {
    state,
    isConfigured: configured === undefined ? undefined : configured === 'true',
    after: cursor === undefined ? undefined : nameOf(cursor),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return c.json(
    {
      tools: page.map((row) => presentTool(server, row.name, row)),
      cursor: last && rows.length > limit ? base64url.encode(last.name) : null,
    },
    200,
  )
})

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Throws AdminProblem `bad_parameter`. */
function nameOf(cursor: string): string {
  try {
    return utf8.decode(base64url.decode(cursor))
  } catch {
    throw foreignCursor()
  }
}
