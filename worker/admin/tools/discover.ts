// Reads the tools of a server from its runtime now.
import { sql } from 'drizzle-orm'
import { toolDiscovery } from '../../../schema/api/tools.ts'
import { discoverTools } from '../../catalog/discover-tools.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { AdminProblem } from '../admin-problem.ts'
import { commitWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { loadOwnOrigins } from '../../edge/own-origins.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'
import { loadCatalog } from './present-catalog.ts'

const route = defineRoute({
  method: 'post',
  path: '/servers/{id}/tool-discovery',
  permission: 'tools.configure',
  operationId: 'discoverTools',
  summary: 'Ask the runtime for its tools now, and compare them with the catalogue',
  request: { params: idParam },
  responses: { 200: jsonAnswer(toolDiscovery, 'What was found') },
})

export const discoverServerTools = endpoint(route, async (c) => {
  const at = Date.now()
  const rows = await loadServer(c.env, c.req.valid('param').id)
  const { server, attachment } = rows
  const found = await discoverTools(c.env, rows, { ownOrigins: await loadOwnOrigins(c.env), now: at })
  const { ok: _ok, ...after } = found
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: found.ok ? 'tools.discovered' : 'tools.discovery_failed',
    resource: { kind: 'server', id: server.id },
    before: null,
    after: { ...after },
    guard: sql`TRUE`,
    changes: [],
  })
  if (!found.ok) {
    throw new AdminProblem(found.reason === 'failed' ? 'discovery_failed' : 'conflict', found.detail)
  }
  forgetSnapshot({ slug: server.slug, customHost: attachment?.customHost ?? null })
  const { source, tools, written, removed } = found
  return c.json({ source, tools, written, removed, catalogue: await loadCatalog(c.env, server.id) }, 200)
})
