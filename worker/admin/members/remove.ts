// Removes a member: their sessions, the API keys made in their name and the invitations they left open end with them.
import { and, count, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { memberRemoved } from '../../../schema/api/members.ts'
import { apiKeys, invitations, members, sessions, type MemberRow } from '../../../schema/tables/index.ts'
import { checkMayGive } from '../check-role.ts'
import { commitWrite, GuardFailed, type Change } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader } from '../if-match.ts'
import { unusedInvitationsOf } from '../invitations/maker-may.ts'
import { idParam } from '../route-parts.ts'
import { guardOf, whyRefused } from './keep-an-owner.ts'
import { loadMember } from './load.ts'
import { presentMember } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/members/{id}',
  permission: 'members.manage',
  operationId: 'deleteMember',
  summary: 'Remove a member; their sessions and API keys end',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 200: jsonAnswer(memberRemoved, 'Removed') },
})

export const deleteMember = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadMember(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  const actor = c.get('actor')
  checkMayGive(actor, before.role)
  const at = Date.now()
  const isOwnKey = sql`${and(eq(apiKeys.memberId, before.id), isNull(apiKeys.revokedAt))}`
  const [found] = await drizzle(c.env.DB).select({ keys: count() }).from(apiKeys).where(isOwnKey)
  const apiKeysRevoked = found?.keys ?? 0
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'member.removed',
    resource: { kind: 'member', id: before.id },
    before: { ...presentMember(before), apiKeysRevoked },
    after: null,
    guard: guardOf(before, false),
    changes: [...endOf(before, isOwnKey, at), { delete: members, where: sql`${eq(members.id, before.id)}` }],
  }).catch(async (error: unknown) => {
    throw error instanceof GuardFailed ? await whyRefused(c.env, before) : error
  })
  return c.json({ effectiveWithinSeconds: 0 as const, apiKeysRevoked }, 200)
})

function endOf({ id, issuer, subject }: MemberRow, isOwnKey: SQL, at: number): Change[] {
  return [
    { delete: sessions, where: sql`${and(eq(sessions.issuer, issuer), eq(sessions.subject, subject))}` },
    { update: invitations, set: { revokedAt: at }, where: unusedInvitationsOf(id) },
    { update: apiKeys, set: { revokedAt: at }, where: isOwnKey },
  ]
}
