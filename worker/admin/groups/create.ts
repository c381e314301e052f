// Makes a group (product.md §6). It changes nothing until a rule or an access list names it.
import { sql } from 'drizzle-orm'
import { group, groupCreate } from '../../../schema/api/groups.ts'
import { groups, type GroupRow } from '../../../schema/tables/groups.ts'
import { randomId } from '../../crypto/random-id.ts'
import { commitWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { presentGroup } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/groups',
  permission: 'access.configure',
  operationId: 'createGroup',
  summary: 'Make a group of users',
  request: { body: jsonBody(groupCreate) },
  responses: { 201: jsonAnswer(group, 'Created') },
})

export const createGroup = endpoint(route, async (c) => {
  const at = Date.now()
  const row: GroupRow = {
    ...c.req.valid('json'),
    id: randomId('grp'),
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'group.created',
    resource: { kind: 'group', id: row.id },
    before: null,
    after: presentGroup(row),
    guard: sql`TRUE`,
    changes: [{ insert: groups, row: { ...row } }],
  })
  return c.json(presentGroup(row), 201, etag(row.version))
})
