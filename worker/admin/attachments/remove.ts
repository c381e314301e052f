// Detaches: the OAuth edge of the server, its tokens and its grants end; the server answers `no_gateway` (product.md §3).
import { and, eq, sql } from 'drizzle-orm'
import { detached } from '../../../schema/api/attachments.ts'
import { attachments } from '../../../schema/tables/attachments.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { configurationChanged, revocation } from '../object-tasks/new-task.ts'
import { presentRevocation } from '../object-tasks/present-revocation.ts'
import { idParam } from '../route-parts.ts'
import { loadAttachment } from './load.ts'

const route = defineRoute({
  method: 'delete',
  path: '/attachments/{id}',
  permission: 'gateways.attach',
  operationId: 'deleteAttachment',
  summary: 'Detach; tokens and grants of the attachment end',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 200: jsonAnswer(detached, 'Detached') },
})

export const deleteAttachment = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const { attachment, server, gateway } = await loadAttachment(c.env, c.req.valid('param').id)
  checkVersion(expected, attachment.version)
  const actor = c.get('actor')
  const isSame = and(eq(attachments.id, attachment.id), eq(attachments.version, attachment.version))
  const results = await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'attachment.deleted',
    resource: { kind: 'attachment', id: attachment.id },
    before: { ...attachment },
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM attachments WHERE ${isSame})`,
    changes: [{ delete: attachments, where: eq(attachments.id, attachment.id) }],
    tasks: [
      revocation(gateway, actor, { attachmentId: attachment.id }, true),
      configurationChanged(gateway, actor),
    ],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) {
      throw stale((await loadAttachment(c.env, attachment.id)).attachment.version)
    }
    throw error
  })
  forgetSnapshot({ slug: server.slug, customHost: attachment.customHost })
  return c.json(presentRevocation(c.env, results[0], true), 200)
})
