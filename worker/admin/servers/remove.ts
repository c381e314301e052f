// Deletes a server with its attachment, its tools and its grants. Confirmed by its name (product.md §3).
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { detached } from '../../../schema/api/attachments.ts'
import {
  accessPolicies,
  accessTokens,
  attachments,
  budgets,
  rateLimits,
  rules,
  servers,
  toolCatalogs,
  toolDefinitions,
  tools,
} from '../../../schema/tables/index.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { invalidField } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { configurationChanged, revocation, serverDeleted } from '../object-tasks/new-task.ts'
import { presentRevocation } from '../object-tasks/present-revocation.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from './load.ts'
import { auditedServer } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/servers/{id}',
  permission: 'servers.delete',
  operationId: 'deleteServer',
  summary: 'Delete a server; its grants end',
  request: {
    params: idParam,
    headers: ifMatchHeader,
    query: z.strictObject({
      confirm: z.string().optional().meta({ description: 'The name of the server, typed again' }),
    }),
  },
  responses: { 200: jsonAnswer(detached, 'Deleted') },
})

export const deleteServer = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const { server, attachment, gateway } = await loadServer(c.env, c.req.valid('param').id)
  checkVersion(expected, server.version)
  if (c.req.valid('query').confirm !== server.name) {
    throw invalidField('confirm', `type the name of the server: ?confirm=${encodeURIComponent(server.name)}`)
  }
  const actor = c.get('actor')
  const isSame = and(eq(servers.id, server.id), eq(servers.version, server.version))
  // An attachment made meanwhile would be left without its server.
  const sameAttachment = attachment
    ? sql`EXISTS (SELECT 1 FROM attachments WHERE ${eq(attachments.id, attachment.id)})`
    : sql`NOT EXISTS (SELECT 1 FROM attachments WHERE ${eq(attachments.serverId, server.id)})`
  const results = await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'server.deleted',
    resource: { kind: 'server', id: server.id },
    before: auditedServer(server),
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM servers WHERE ${isSame}) AND ${sameAttachment}`,
    changes: [
      { delete: tools, where: eq(tools.serverId, server.id) },
      { delete: toolDefinitions, where: eq(toolDefinitions.serverId, server.id) },
      { delete: toolCatalogs, where: eq(toolCatalogs.serverId, server.id) },
      { delete: budgets, where: eq(budgets.serverId, server.id) },
      { delete: rateLimits, where: eq(rateLimits.serverId, server.id) },
      { delete: attachments, where: eq(attachments.serverId, server.id) },
      { delete: accessPolicies, where: eq(accessPolicies.targetId, server.id) },
      { delete: rules, where: eq(rules.targetId, server.id) },
      { delete: accessTokens, where: eq(accessTokens.serverId, server.id) },
      { delete: servers, where: eq(servers.id, server.id) },
    ],
    tasks:
      attachment && gateway
        ? [
            revocation(gateway, actor, { attachmentId: attachment.id }, true),
            configurationChanged(gateway, actor),
          ]
        : serverDeleted(server, actor),
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale((await loadServer(c.env, server.id)).server.version)
    throw error
  })
  forgetSnapshot({ slug: server.slug, customHost: attachment?.customHost ?? null })
  return c.json(presentRevocation(c.env, results[0], attachment !== null), 200)
})
