// Gives a member another role. It holds with the next request: no credential carries a role, and what they invited to
// and could not any more is revoked.
import { eq, sql } from 'drizzle-orm'
import { member, memberUpdate } from '../../../schema/api/members.ts'
import { invitations, members } from '../../../schema/tables/index.ts'
import { checkMayGive } from '../check-role.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { makerMayGive, unusedInvitationsOf } from '../invitations/maker-may.ts'
import { idParam } from '../route-parts.ts'
import { guardOf, whyRefused } from './keep-an-owner.ts'
import { loadMember } from './load.ts'
import { presentMember } from './present.ts'

const route = defineRoute({
  method: 'patch',
  path: '/members/{id}',
  permission: 'members.manage',
  operationId: 'updateMember',
  summary: 'Change the role of a member; open invitations to what they may not give any more end',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(memberUpdate) },
  responses: { 200: jsonAnswer(member, 'Changed') },
})

export const updateMember = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const { role } = c.req.valid('json')
  const before = await loadMember(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  const actor = c.get('actor')
  checkMayGive(actor, before.role)
  checkMayGive(actor, role)
  const at = Date.now()
  const after = { ...before, role, version: before.version + 1, updatedAt: at }
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'member.updated',
    resource: { kind: 'member', id: before.id },
    before: presentMember(before),
    after: presentMember(after),
    guard: guardOf(before, role === 'owner'),
    changes: [
      {
        update: members,
        set: { role, version: after.version, updatedAt: at },
        where: sql`${eq(members.id, before.id)}`,
      },
      {
        update: invitations,
        set: { revokedAt: at },
        where: sql`${unusedInvitationsOf(before.id)} AND NOT ${makerMayGive}`,
      },
    ],
  }).catch(async (error: unknown) => {
    throw error instanceof GuardFailed ? await whyRefused(c.env, before) : error
  })
  return c.json(presentMember(after), 200, etag(after.version))
})
