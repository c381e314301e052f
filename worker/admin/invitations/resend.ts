// A new link, good for 7 days from now; the one before ends. Who resends it gives it from then on.
import { and, eq, isNull, sql } from 'drizzle-orm'
import { invitationWithLink } from '../../../schema/api/invitations.ts'
import { invitations } from '../../../schema/tables/invitations.ts'
import { settingsOf } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { checkMayGive } from '../check-role.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { guardOfMaker, makerOf } from '../maker.ts'
import { idParam } from '../route-parts.ts'
import { loadInvitation } from './load.ts'
import { presentInvitation } from './present.ts'
import { INVITATION_MS, issueInvitationToken } from './token.ts'

const route = defineRoute({
  method: 'post',
  path: '/invitations/{id}/resend',
  permission: 'members.manage',
  operationId: 'resendInvitation',
  summary: 'Make a new link for an invitation; the old one ends',
  request: { params: idParam },
  responses: { 200: jsonAnswer(invitationWithLink, 'The link is shown this once') },
})

export const resendInvitation = endpoint(route, async (c) => {
  const at = Date.now()
  const before = await loadInvitation(c.env, c.req.valid('param').id)
  const actor = c.get('actor')
  checkMayGive(actor, before.role)
  const { token, tokenHash, link } = await issueInvitationToken(settingsOf(c.env).signIn().dashboardOrigin)
  const renewed = { tokenHash, expiresAt: at + INVITATION_MS, ...makerOf(actor) }
  const after = { ...before, ...renewed }
  const isUnused = sql`${and(eq(invitations.id, before.id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt))}`
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'invitation.resent',
    resource: { kind: 'invitation', id: before.id },
    before: presentInvitation(before, at),
    after: presentInvitation(after, at),
    guard: sql`${guardOfMaker(actor)} AND EXISTS (SELECT 1 FROM invitations WHERE ${isUnused})`,
    changes: [{ update: invitations, set: renewed, where: isUnused }],
  }).catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw new AdminProblem('conflict', 'It was accepted or revoked. Make a new invitation.')
  })
  return c.json({ ...presentInvitation(after, at), link, token }, 200)
})
