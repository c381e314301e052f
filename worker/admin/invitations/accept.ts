// Makes a member of whoever is signed in, where the invitation is theirs: their issuer vouches for the e-mail it names.
import { and, eq, isNull, sql } from 'drizzle-orm'
import { invitationAccepted, invitationToken } from '../../../schema/api/invitations.ts'
import { invitations, members, type InvitationRow, type MemberRow } from '../../../schema/tables/index.ts'
import { randomId } from '../../crypto/random-id.ts'
import { findMember } from '../../identity/find-member.ts'
import type { SignedInUser } from '../../identity/signed-in-user.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { presentMember } from '../members/present.ts'
import { requireSignedIn } from '../require-permission.ts'
import { auditRefusal } from '../sign-in-failures.ts'
import { maskEmail } from './present.ts'
import { requireOpenInvitation } from './require-open.ts'
import { isOpen } from './token.ts'

const route = defineRoute({
  method: 'post',
  path: '/invitations/accept',
  permission: 'signed_in',
  operationId: 'acceptInvitation',
  summary: 'Become a member, signed in with the e-mail that was invited',
  request: { body: jsonBody(invitationToken) },
  responses: { 200: jsonAnswer(invitationAccepted, 'You are a member now') },
})

export const acceptInvitation = endpoint(route, async (c) => {
  const at = Date.now()
  const actor = c.get('actor')
  const user = requireSignedIn(actor)
  const invitation = await requireOpenInvitation(c, c.req.valid('json').token, at)
  const fault = faultOf(invitation, user)
  if (fault !== undefined) {
    auditRefusal(c, 'invitation', 'another e-mail, or not verified', at)
    throw new AdminProblem('forbidden', fault)
  }
  if (await findMember(c.env, user)) throw alreadyMember()
  const member: MemberRow = {
    id: randomId('mem'),
    issuer: user.issuer,
    subject: user.subject,
    email: invitation.email,
    displayName: user.displayName,
    role: invitation.role,
    lastSignInAt: user.signedInAt,
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  // Single use, also for two who accept at once: the row is still open, and still behind this link, when it is written.
  const isStillOpen = sql`${and(eq(invitations.id, invitation.id), eq(invitations.tokenHash, invitation.tokenHash), isOpen(at))}`
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'member.joined',
    resource: { kind: 'member', id: member.id },
    before: null,
    after: { ...presentMember(member), invitationId: invitation.id },
    guard: sql`EXISTS (SELECT 1 FROM invitations WHERE ${isStillOpen}) AND NOT EXISTS (SELECT 1 FROM members WHERE issuer = ${user.issuer} AND subject = ${user.subject})`,
    changes: [
      { insert: members, row: { ...member } },
      {
        update: invitations,
        set: { acceptedAt: at, memberId: member.id },
        where: sql`${and(eq(invitations.id, invitation.id), isNull(invitations.acceptedAt))}`,
      },
    ],
  }).catch(async (error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw (await findMember(c.env, user)) ? alreadyMember() : notFound('open invitation')
  })
  return c.json({ member: presentMember(member) }, 200)
})

/** E-mails compare in lower case (product.md §6). */
function faultOf({ email }: InvitationRow, user: SignedInUser): string | undefined {
  const { email: own, emailVerified } = user
  if (own === null) return 'The sign-in server named no e-mail address, and the invitation is bound to one.'
  if (own.toLowerCase() !== email) {
    return `You are signed in as ${own}; the invitation is for ${maskEmail(email)}. Sign in with that account.`
  }
  if (emailVerified) return undefined
  return 'The sign-in server does not say that your e-mail address is verified. Verify it there, then sign in again.'
}

function alreadyMember(): AdminProblem {
  return new AdminProblem(
    'conflict',
    'You are a member already. An Owner or Admin can change your role; the invitation stays open.',
  )
}
