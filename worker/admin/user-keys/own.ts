// *My connections* of servers without a Gateway: a signed-in person's own keys (product.md §5). Nobody else's are
// reachable here, because the owner is who signed in.
import { and, asc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { ownKeyList, ownKeyPut, userKeyRemoved, userKeySaved } from '../../../schema/api/user-keys.ts'
import { servers, type ServerRow } from '../../../schema/tables/servers.ts'
import type { Env } from '../../environment.ts'
import { serverObject } from '../../gateway/address.ts'
import type { KeyOwner, ServerRpc, UserKeyView } from '../../gateway/access-tokens/contract.ts'
import { notFound } from '../admin-problem.ts'
import type { Actor } from '../context.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { requireSignedIn } from '../require-permission.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'
import { hasUserKeys, removeUserKey, saveUserKey } from './save-key.ts'

const SERVERS_MAX = 500

const listRoute = defineRoute({
  method: 'get',
  path: '/session/keys',
  permission: 'signed_in',
  operationId: 'listOwnKeys',
  summary: 'Servers at which each user has a key of their own, and whether yours is there',
  responses: { 200: jsonAnswer(ownKeyList, 'Servers by name') },
})

export const listOwnKeys = endpoint(listRoute, async (c) => {
  const owner = ownerOf(c.get('actor'))
  const rows = await drizzle(c.env.DB)
    .select({ id: servers.id, name: servers.name })
    .from(servers)
    .where(
      and(
        eq(servers.authMode, 'api_key'),
        eq(servers.enabled, true),
        sql`json_extract(${servers.upstreamAuth}, '$.keyOwner') = 'per_user'`,
      ),
    )
    .orderBy(asc(servers.name), asc(servers.id))
    .limit(SERVERS_MAX)
  const keys = await Promise.all(rows.map(({ id }) => findKey(c.env, id, owner)))
  return c.json(
    {
      servers: rows.map(({ id, name }, index) => {
        const key = keys[index]
        return {
          serverId: id,
          name,
          keySet: key === undefined ? null : key !== null,
          createdAt: key?.createdAt ?? null,
        }
      }),
    },
    200,
  )
})

const putRoute = defineRoute({
  method: 'put',
  path: '/session/keys/{id}',
  permission: 'signed_in',
  operationId: 'putOwnKey',
  summary: 'Enter or replace your own key of the upstream of a server',
  request: { params: idParam, body: jsonBody(ownKeyPut) },
  responses: { 200: jsonAnswer(userKeySaved, 'Kept; the key is never answered') },
})

export const putOwnKey = endpoint(putRoute, async (c) => {
  const actor = c.get('actor')
  const owner = ownerOf(actor)
  const server = await loadOfUsers(c.env, c.req.valid('param').id)
  const write = { actor, requestId: c.get('requestId'), server, owner }
  return c.json(await saveUserKey(c.env, write, c.req.valid('json').key), 200)
})

const deleteRoute = defineRoute({
  method: 'delete',
  path: '/session/keys/{id}',
  permission: 'signed_in',
  operationId: 'deleteOwnKey',
  summary: 'Remove your own key of the upstream of a server',
  request: { params: idParam },
  responses: { 200: jsonAnswer(userKeyRemoved, 'Removed, or there was none') },
})

export const deleteOwnKey = endpoint(deleteRoute, async (c) => {
  const actor = c.get('actor')
  const owner = ownerOf(actor)
  const server = await loadOfUsers(c.env, c.req.valid('param').id)
  return c.json(await removeUserKey(c.env, { actor, requestId: c.get('requestId'), server, owner }), 200)
})

/** To a stranger a server where users have no keys is as absent as one that is not there (S13). Throws `not_found`. */
async function loadOfUsers(env: Env, id: string): Promise<ServerRow> {
  const { server } = await loadServer(env, id)
  if (!hasUserKeys(server)) throw notFound('server')
  return server
}

/** Throws AdminProblem `forbidden` for API keys and the bootstrap secret, which are nobody. */
function ownerOf(actor: Actor): KeyOwner {
  const { issuer, subject } = requireSignedIn(actor)
  return { issuer, subject }
}

/** Undefined where the object does not answer. */
async function findKey(env: Env, serverId: string, owner: KeyOwner): Promise<UserKeyView | null | undefined> {
  const object: ServerRpc = serverObject(env, serverId)
  return object.findUserKey(owner).catch(() => undefined)
}
