// The service connection of a server: see it, begin one, end it (product.md §6).
import { sql } from 'drizzle-orm'
import {
  serviceConnection,
  serviceConnectionLink,
  serviceDisconnected,
  type ServiceConnection,
} from '../../../schema/api/service-connections.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { GatewayRpc, GrantView } from '../../gateway/contract.ts'
import type { ServiceRpc } from '../../gateway/service-connections/contract.ts'
import { AdminProblem } from '../admin-problem.ts'
import { commitWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'

const path = '/servers/{id}/service-connection'

const getRoute = defineRoute({
  method: 'get',
  path,
  permission: 'servers.read',
  operationId: 'getServiceConnection',
  summary: 'Who connected for tool discovery, and whether it still holds',
  request: { params: idParam },
  responses: { 200: jsonAnswer(serviceConnection, 'The connection') },
})

export const getServiceConnection = endpoint(getRoute, async (c) => {
  const found = await loadConnectable(c.env, c.req.valid('param').id)
  const grant = await found.object.serviceConnection(found.attachment.id)
  return c.json(present(found.server.id, grant), 200)
})

const beginRoute = defineRoute({
  method: 'post',
  path,
  permission: 'tools.configure',
  operationId: 'beginServiceConnection',
  summary: 'A link with which an admin connects as themself, for tool discovery only',
  request: { params: idParam },
  responses: { 201: jsonAnswer(serviceConnectionLink, 'The link') },
})

export const beginServiceConnection = endpoint(beginRoute, async (c) => {
  const { server, attachment, gateway, object } = await loadConnectable(c.env, c.req.valid('param').id)
  const actor = c.get('actor')
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'service_connection.begun',
    resource: { kind: 'server', id: server.id },
    before: null,
    after: { attachmentId: attachment.id },
    guard: sql`EXISTS (SELECT 1 FROM attachments WHERE id = ${attachment.id})`,
    changes: [],
  })
  const { ticket, expiresAt } = await object.issueServiceTicket(attachment.id, actor.name)
  const url = new URL(`${settingsOf(c.env).publicOrigin}/g/${gateway.id}/service`)
  url.searchParams.set('ticket', ticket)
  return c.json({ url: url.href, expiresAt }, 201)
})

const endRoute = defineRoute({
  method: 'delete',
  path,
  permission: 'tools.configure',
  operationId: 'endServiceConnection',
  summary: 'End the service connection; the downstream is told',
  request: { params: idParam },
  responses: { 200: jsonAnswer(serviceDisconnected, 'Ended') },
})

export const endServiceConnection = endpoint(endRoute, async (c) => {
  const at = Date.now()
  const { server, attachment, object } = await loadConnectable(c.env, c.req.valid('param').id)
  const grant = await object.serviceConnection(attachment.id)
  const isLive = grant !== null && grant.state !== 'revoked'
  const actor = c.get('actor')
  if (isLive) {
    await commitWrite(c.env, {
      actor,
      requestId: c.get('requestId'),
      at,
      action: 'service_connection.ended',
      resource: { kind: 'server', id: server.id },
      before: { grantId: grant.id, state: grant.state },
      after: null,
      guard: sql`TRUE`,
      changes: [],
    })
    await object.revokeGrants({ grantId: grant.id }, { downstream: true, actor: actor.name, askedAt: at })
  }
  const { revocationCacheMs } = settingsOf(c.env)
  return c.json({ ended: isLive, effectiveWithinSeconds: revocationCacheMs / 1_000 }, 200)
})

/** Throws AdminProblem `not_found`, or `conflict` for a server that needs none. */
async function loadConnectable(env: Env, id: string) {
  const { server, attachment, gateway } = await loadServer(env, id)
  if (server.authMode !== 'oauth' || !attachment || !gateway) {
    throw new AdminProblem(
      'conflict',
      'Only an oauth server with a Gateway has a service connection. Others are asked directly, or learn from passing lists.',
    )
  }
  const object: GatewayRpc & ServiceRpc = gatewayObject(env, gateway)
  return { server, attachment, gateway, object }
}

function present(serverId: string, grant: GrantView | null): ServiceConnection {
  if (!grant) return { serverId, connection: null }
  const { identity } = grant
  return {
    serverId,
    connection: {
      grantId: grant.id,
      state: grant.state,
      stateReason: grant.stateReason,
      account: identity.email ?? identity.displayName ?? identity.subject,
      connectedAt: grant.createdAt,
      accessExpiresAt: grant.accessExpiresAt,
      lastError: grant.lastError,
    },
  }
}
