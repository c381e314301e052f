// Changes a group: every rule and access list that names it follows.
import { and, eq, sql } from 'drizzle-orm'
import { groupChanged, groupUpdate } from '../../../schema/api/groups.ts'
import { groups, type GroupRow } from '../../../schema/tables/groups.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { EFFECTIVE_WITHIN_SECONDS } from '../rules/effective-within.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { loadGroup } from './load.ts'
import { presentGroup } from './present.ts'

const route = defineRoute({
  method: 'patch',
  path: '/groups/{id}',
  permission: 'access.configure',
  operationId: 'updateGroup',
  summary: 'Change the fields that are sent; members are replaced as a whole',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(groupUpdate) },
  responses: { 200: jsonAnswer(groupChanged, 'Changed') },
})

export const updateGroup = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadGroup(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  const at = Date.now()
  const after: GroupRow = {
    ...before,
    ...withoutUndefined(c.req.valid('json')),
    version: before.version + 1,
    updatedAt: at,
  }
  const { id, createdAt: _born, ...set } = after
  const isSame = and(eq(groups.id, id), eq(groups.version, before.version))
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'group.updated',
    resource: { kind: 'group', id },
    before: presentGroup(before),
    after: presentGroup(after),
    guard: sql`EXISTS (SELECT 1 FROM groups WHERE ${isSame})`,
    changes: [{ update: groups, set, where: eq(groups.id, id) }],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale((await loadGroup(c.env, id)).version)
    throw error
  })
  forgetAllSnapshots()
  return c.json(
    { ...presentGroup(after), effectiveWithinSeconds: EFFECTIVE_WITHIN_SECONDS },
    200,
    etag(after.version),
  )
})
