import { base64url } from 'jose'
import { userKeyList, userKeyQuery } from '../../../schema/api/user-keys.ts'
import { serverObject } from '../../gateway/address.ts'
import type { KeyOwner, ServerRpc } from '../../gateway/access-tokens/contract.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { foreignCursor } from '../page-cursor.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'

const route = defineRoute({
  method: 'get',
  path: '/servers/{id}/user-keys',
  permission: 'grants.read',
  operationId: 'listUserKeys',
  summary: 'Which users have entered a key of their own',
  request: { params: idParam, query: userKeyQuery },
  responses: { 200: jsonAnswer(userKeyList, 'One page of users, without their keys') },
})

export const listUserKeys = endpoint(route, async (c) => {
  const { server } = await loadServer(c.env, c.req.valid('param').id)
  const { cursor, limit } = c.req.valid('query')
  const object: ServerRpc = serverObject(c.env, server.id)
  const page = await object.listUserKeys({ after: cursor === undefined ? null : parseOwner(cursor), limit })
  return c.json({ keys: page.keys, cursor: page.next && encodeOwner(page.next) }, 200)
})

function encodeOwner({ issuer, subject }: KeyOwner): string {
  return base64url.encode(JSON.stringify([issuer, subject]))
}

/** Throws AdminProblem `bad_parameter`. */
function parseOwner(cursor: string): KeyOwner {
  try {
    const [issuer, subject] = JSON.parse(new TextDecoder().decode(base64url.decode(cursor))) as unknown[]
    if (typeof issuer === 'string' && typeof subject === 'string') return { issuer, subject }
  } catch {
    // Said below.
  }
  throw foreignCursor()
}
