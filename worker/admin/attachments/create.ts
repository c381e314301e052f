// Attaches a Gateway to a server. This hands its users' tokens to that runtime and has a permission of its own
// (product.md §2).
import { and, eq, sql } from 'drizzle-orm'
import { attachment, attachmentCreate } from '../../../schema/api/attachments.ts'
import { attachments, gateways, servers, type AttachmentRow } from '../../../schema/tables/index.ts'
import { randomId } from '../../crypto/random-id.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { settingsOf } from '../../environment.ts'
import { offeredScopes } from '../../gateway/authorization/scopes.ts'
import { AdminProblem, invalidField } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { loadGateway } from '../gateways/load.ts'
import { etag } from '../if-match.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { loadServer } from '../servers/load.ts'
import { checkCustomHost } from './check-custom-host.ts'
import { checkAttachmentScopes, checkToolsCovered } from './check-scopes.ts'
import { presentAttachment } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/attachments',
  permission: 'gateways.attach',
  operationId: 'createAttachment',
  summary: 'Attach a Gateway to a server',
  request: { body: jsonBody(attachmentCreate) },
  responses: { 201: jsonAnswer(attachment, 'Attached') },
})

export const createAttachment = endpoint(route, async (c) => {
  const at = Date.now()
  const input = c.req.valid('json')
  const [gateway, { server, attachment: existing }] = await Promise.all([
    loadGateway(c.env, input.gatewayId),
    loadServer(c.env, input.serverId),
  ])
  if (server.authMode !== 'oauth')
    throw invalidField('serverId', 'the server does not use the auth mode oauth')
  if (existing) {
    throw new AdminProblem('conflict', 'The server has an attachment already. Remove it first.', {
      errors: [{ path: 'serverId', message: `attached as ${existing.id}` }],
    })
  }
  checkAttachmentScopes(input.scopes, gateway)
  if (input.customHost !== null) await checkCustomHost(c.env, input.customHost)
  await checkToolsCovered(c.env, server.id, offeredScopes(input, gateway))
  const row: AttachmentRow = { id: randomId('att'), ...input, version: 1, createdAt: at, updatedAt: at }
  const sameGateway = and(eq(gateways.id, gateway.id), eq(gateways.version, gateway.version))
  const sameServer = and(eq(servers.id, server.id), eq(servers.version, server.version))
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'attachment.created',
    resource: { kind: 'attachment', id: row.id },
    before: null,
    after: { ...row },
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${sameGateway}) AND EXISTS (SELECT 1 FROM servers WHERE ${sameServer})`,
    changes: [{ insert: attachments, row: { ...row } }],
    tasks: [configurationChanged(gateway, c.get('actor'))],
  }).catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw new AdminProblem('conflict', 'Gateway or server changed while attaching. Try again.')
  })
  forgetSnapshot({ slug: server.slug, customHost: row.customHost })
  const { publicOrigin } = settingsOf(c.env)
  return c.json(presentAttachment(row, server, gateway, publicOrigin), 201, etag(row.version))
})
