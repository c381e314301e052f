// Makes an access token for a server without OAuth (product.md §6). It is shown in this answer only; the server's object
// keeps its hash, and has it before the token is known to anybody.
import { sql } from 'drizzle-orm'
import {
  accessTokenCreate,
  accessTokenWithSecret,
  type AccessTokenCreate,
} from '../../../schema/api/access-tokens.ts'
import { accessTokens, type AccessTokenRow } from '../../../schema/tables/access-tokens.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import { randomId } from '../../crypto/random-id.ts'
import { settingsOf } from '../../environment.ts'
import { serverObject } from '../../gateway/address.ts'
import type { ServerRpc } from '../../gateway/access-tokens/contract.ts'
import { issueAccessToken } from '../../oauth/credential/access-token.ts'
import { AdminProblem, invalidField } from '../admin-problem.ts'
import { loadAgent } from '../agents/load.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { guardOfMaker, makerOf } from '../maker.ts'
import { checkPermission } from '../require-permission.ts'
import { takesAccessTokens } from '../servers/auth-settings.ts'
import { loadServer } from '../servers/load.ts'
import { auditedAccessToken, presentAccessToken } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/access-tokens',
  permission: 'tokens.manage',
  operationId: 'createAccessToken',
  summary: 'Make an access token for a server without OAuth',
  description:
    'Its user and its agent count as proven to access lists, rules and agent switches, so a token bound to a user also asks for access.configure, and one bound to an agent for agents.configure.',
  request: { body: jsonBody(accessTokenCreate) },
  responses: { 201: jsonAnswer(accessTokenWithSecret, 'Made; the token is shown this once') },
})

export const createAccessToken = endpoint(route, async (c) => {
  const at = Date.now()
  const actor = c.get('actor')
  const input = c.req.valid('json')
  if (input.user !== null) checkPermission(actor, 'access.configure')
  if (input.agentId !== null) checkPermission(actor, 'agents.configure')
  const { server } = await loadServer(c.env, input.serverId)
  checkUsable(server, input, at)
  if (input.agentId !== null) await checkAgent(c.env, input.agentId)
  const { createdByKind, createdById } = makerOf(actor)
  const row: AccessTokenRow = {
    id: randomId('tok'),
    serverId: server.id,
    name: input.name,
    agentId: input.agentId,
    userIssuer: input.user?.issuer ?? null,
    userSubject: input.user?.subject ?? null,
    userEmail: input.user?.email ?? null,
    expiresAt: input.expiresAt,
    createdByKind,
    createdById,
    createdAt: at,
  }
  const issued = await issueAccessToken(settingsOf(c.env).masterKeys(), server.id)
  const object: ServerRpc = serverObject(c.env, server.id)
  await object.putAccessToken({
    id: row.id,
    tokenHash: issued.tokenHash,
    agentId: row.agentId,
    user: input.user,
    expiresAt: row.expiresAt,
  })
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'access_token.created',
    resource: { kind: 'access_token', id: row.id },
    before: null,
    after: auditedAccessToken(row),
    guard: sql`${guardOfMaker(actor)} AND EXISTS (SELECT 1 FROM servers
      WHERE id = ${server.id} AND auth_mode IN ('api_key', 'none'))`,
    changes: [{ insert: accessTokens, row: { ...row } }],
  }).catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw new AdminProblem('conflict', 'The server, or your own credential, changed just now. Try again.')
  })
  return c.json({ ...presentAccessToken(row, null), token: issued.token }, 201)
})

function checkUsable(server: ServerRow, { user, expiresAt }: AccessTokenCreate, now: number): void {
  if (!takesAccessTokens(server)) {
    throw invalidField(
      'serverId',
      `access tokens are for the auth modes "api_key" and "none"; ${server.name} has "${server.authMode}"`,
    )
  }
  if (expiresAt !== null && expiresAt <= now) throw invalidField('expiresAt', 'must lie ahead')
  const isPerUser = server.authMode === 'api_key' && server.upstreamAuth?.keyOwner === 'per_user'
  if (isPerUser && (user === null || user.subject === null)) {
    throw invalidField(
      'user',
      'each user of this server has a key of their own: name the user by issuer and subject',
    )
  }
}

async function checkAgent(env: Parameters<typeof loadAgent>[0], id: string): Promise<void> {
  await loadAgent(env, id).catch((error: unknown) => {
    throw error instanceof AdminProblem ? invalidField('agentId', 'there is no such agent') : error
  })
}
