// Changes the scope subset or the custom host of an attachment (product.md §4).
import { and, eq, sql } from 'drizzle-orm'
import { attachment, attachmentUpdate } from '../../../schema/api/attachments.ts'
import { attachments, gateways, type AttachmentRow } from '../../../schema/tables/index.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { settingsOf } from '../../environment.ts'
import { offeredScopes } from '../../gateway/authorization/scopes.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader, stale } from '../if-match.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { idParam } from '../route-parts.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { checkCustomHost } from './check-custom-host.ts'
import { checkAttachmentScopes, checkToolsCovered } from './check-scopes.ts'
import { loadAttachment } from './load.ts'
import { presentAttachment } from './present.ts'

const route = defineRoute({
  method: 'patch',
  path: '/attachments/{id}',
  permission: 'gateways.attach',
  operationId: 'updateAttachment',
  summary: 'Change scopes or custom host',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(attachmentUpdate) },
  responses: { 200: jsonAnswer(attachment, 'Changed') },
})

export const updateAttachment = endpoint(route, async (c) => {
  const at = Date.now()
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const { attachment: before, server, gateway } = await loadAttachment(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  const input = withoutUndefined(c.req.valid('json'))
  const row: AttachmentRow = { ...before, ...input, version: before.version + 1, updatedAt: at }
  checkAttachmentScopes(row.scopes, gateway)
  if (row.customHost !== null && row.customHost !== before.customHost)
    await checkCustomHost(c.env, row.customHost)
  await checkToolsCovered(c.env, server.id, offeredScopes(row, gateway))
  const { id, createdAt: _born, ...set } = row
  const isSame = and(eq(attachments.id, id), eq(attachments.version, before.version))
  const sameGateway = and(eq(gateways.id, gateway.id), eq(gateways.version, gateway.version))
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'attachment.updated',
    resource: { kind: 'attachment', id },
    before: { ...before },
    after: { ...row },
    guard: sql`EXISTS (SELECT 1 FROM attachments WHERE ${isSame}) AND EXISTS (SELECT 1 FROM gateways WHERE ${sameGateway})`,
    changes: [{ update: attachments, set, where: eq(attachments.id, id) }],
    tasks: [configurationChanged(gateway, c.get('actor'))],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale((await loadAttachment(c.env, id)).attachment.version)
    throw error
  })
  for (const { customHost } of [before, row]) forgetSnapshot({ slug: server.slug, customHost })
  const { publicOrigin } = settingsOf(c.env)
  return c.json(presentAttachment(row, server, gateway, publicOrigin), 200, etag(row.version))
})
