import { and, eq, isNull, sql } from 'drizzle-orm'
import { invitation } from '../../../schema/api/invitations.ts'
import { invitations } from '../../../schema/tables/invitations.ts'
import { AdminProblem } from '../admin-problem.ts'
import { checkMayGive } from '../check-role.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadInvitation } from './load.ts'
import { presentInvitation } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/invitations/{id}',
  permission: 'members.manage',
  operationId: 'revokeInvitation',
  summary: 'Revoke an invitation; its link ends at once',
  request: { params: idParam },
  responses: { 200: jsonAnswer(invitation, 'Revoked') },
})

export const revokeInvitation = endpoint(route, async (c) => {
  const at = Date.now()
  const before = await loadInvitation(c.env, c.req.valid('param').id)
  const actor = c.get('actor')
  checkMayGive(actor, before.role)
  if (before.revokedAt !== null) return c.json(presentInvitation(before, at), 200)
  const after = { ...before, revokedAt: at }
  const isUnused = sql`${and(eq(invitations.id, before.id), isNull(invitations.acceptedAt))}`
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'invitation.revoked',
    resource: { kind: 'invitation', id: before.id },
    before: presentInvitation(before, at),
    after: presentInvitation(after, at),
    guard: sql`EXISTS (SELECT 1 FROM invitations WHERE ${isUnused})`,
    changes: [{ update: invitations, set: { revokedAt: at }, where: isUnused }],
  }).catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw new AdminProblem('conflict', 'It was accepted. Remove the member instead.')
  })
  return c.json(presentInvitation(after, at), 200)
})
