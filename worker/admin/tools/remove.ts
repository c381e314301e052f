// Takes a tool's own policy away; the server's defaults hold again.
import { and, eq, sql } from 'drizzle-orm'
import { tools } from '../../../schema/tables/tools.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { notFound } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { loadServer } from '../servers/load.ts'
import { findTool } from './load.ts'
import { toolParams } from './tool-params.ts'

const route = defineRoute({
  method: 'delete',
  path: '/servers/{id}/tools/{name}',
  permission: 'tools.configure',
  operationId: 'deleteToolPolicy',
  summary: 'Remove the policy of one tool',
  request: { params: toolParams, headers: ifMatchHeader },
  responses: { 204: { description: 'Removed' } },
})

export const deleteTool = endpoint(route, async (c) => {
  const { id, name } = c.req.valid('param')
  const { server, attachment } = await loadServer(c.env, id)
  const { policy: before } = await findTool(c.env, id, name)
  if (!before) throw notFound('tool policy')
  checkVersion(checkIfMatch(c.req.valid('header')['if-match']), before.version)
  const isThis = and(eq(tools.serverId, id), eq(tools.name, name)) ?? sql`FALSE`
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'tool.reset',
    resource: { kind: 'tool', id: `${id}/${name}` },
    before: { ...before },
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM tools WHERE ${isThis} AND version = ${before.version})`,
    changes: [{ delete: tools, where: isThis }],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale((await findTool(c.env, id, name)).policy?.version)
    throw error
  })
  forgetSnapshot({ slug: server.slug, customHost: attachment?.customHost ?? null })
  return c.body(null, 204)
})
