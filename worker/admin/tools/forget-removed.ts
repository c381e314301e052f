// Takes out of the catalogue what its runtime no longer has. Nothing does that by itself: a runtime could push out a
// pinned definition and come back with another one as a new tool.
import { and, asc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { removedToolsForgotten } from '../../../schema/api/tools.ts'
import { servers } from '../../../schema/tables/servers.ts'
import { toolDefinitions } from '../../../schema/tables/tools.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { notFound } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'

/** That one audit row tells. */
const NAMES_MAX = 500

const route = defineRoute({
  method: 'delete',
  path: '/servers/{id}/removed-tools',
  permission: 'tools.configure',
  operationId: 'forgetRemovedTools',
  summary: 'Forget the tools that the runtime no longer has',
  description:
    'They leave the catalogue, which holds 2,000 tools, with what was pinned and approved of them: one that comes back is a new tool. Their policies stay.',
  request: { params: idParam },
  responses: { 200: jsonAnswer(removedToolsForgotten, 'Forgotten') },
})

export const forgetRemovedTools = endpoint(route, async (c) => {
  const { server, attachment } = await loadServer(c.env, c.req.valid('param').id)
  const isRemoved =
    and(eq(toolDefinitions.serverId, server.id), eq(toolDefinitions.state, 'removed')) ?? sql`FALSE`
  const found = await drizzle(c.env.DB)
    .select({ name: toolDefinitions.name })
    .from(toolDefinitions)
    .where(isRemoved)
    .orderBy(asc(toolDefinitions.name))
  const forgotten = found.length
  if (forgotten > 0) {
    await commitWrite(c.env, {
      actor: c.get('actor'),
      requestId: c.get('requestId'),
      at: Date.now(),
      action: 'tools.forgotten',
      resource: { kind: 'server', id: server.id },
      before: { removed: forgotten, names: found.slice(0, NAMES_MAX).map(({ name }) => name) },
      after: { removed: 0 },
      guard: sql`EXISTS (SELECT 1 FROM ${servers} WHERE ${eq(servers.id, server.id)})`,
      changes: [{ delete: toolDefinitions, where: isRemoved }],
    }).catch((error: unknown) => {
      throw error instanceof GuardFailed ? notFound('server') : error
    })
    forgetSnapshot({ slug: server.slug, customHost: attachment?.customHost ?? null })
  }
  return c.json({ forgotten }, 200)
})
