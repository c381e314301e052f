// Invites a person by link. Limen sends no mail: whoever invites passes the link on, and it serves nobody but the person
// whose e-mail it names.
import { and, eq, sql } from 'drizzle-orm'
import { invitationCreate, invitationWithLink } from '../../../schema/api/invitations.ts'
import { invitations, type InvitationRow } from '../../../schema/tables/invitations.ts'
import { randomId } from '../../crypto/random-id.ts'
import { settingsOf } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { checkMayGive } from '../check-role.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { guardOfMaker, makerOf } from '../maker.ts'
import { presentInvitation } from './present.ts'
import { INVITATION_MS, isOpen, issueInvitationToken } from './token.ts'

const route = defineRoute({
  method: 'post',
  path: '/invitations',
  permission: 'members.manage',
  operationId: 'createInvitation',
  summary: 'Invite a person by link: single use, 7 days',
  request: { body: jsonBody(invitationCreate) },
  responses: { 201: jsonAnswer(invitationWithLink, 'Made; the link is shown this once') },
})

export const createInvitation = endpoint(route, async (c) => {
  const at = Date.now()
  const actor = c.get('actor')
  const { email, role } = c.req.valid('json')
  checkMayGive(actor, role)
  const { dashboardOrigin } = settingsOf(c.env).signIn()
  const { token, tokenHash, link } = await issueInvitationToken(dashboardOrigin)
  const row: InvitationRow = {
    id: randomId('inv'),
    email,
    role,
    tokenHash,
    ...makerOf(actor),
    createdAt: at,
    expiresAt: at + INVITATION_MS,
    acceptedAt: null,
    memberId: null,
    revokedAt: null,
  }
  const isInvited = sql`EXISTS (SELECT 1 FROM invitations WHERE ${and(eq(invitations.email, email), isOpen(at))})`
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'invitation.created',
    resource: { kind: 'invitation', id: row.id },
    before: null,
    after: presentInvitation(row, at),
    guard: sql`${guardOfMaker(actor)} AND NOT ${isInvited}`,
    changes: [{ insert: invitations, row: { ...row } }],
  }).catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw new AdminProblem('conflict', `${email} has an open invitation. Resend or revoke that one.`, {
      errors: [{ path: 'email', message: 'has an open invitation; resend or revoke that one' }],
    })
  })
  return c.json({ ...presentInvitation(row, at), link, token }, 201)
})
