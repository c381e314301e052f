// What a link invites to, before anybody has signed in. The token comes in the body, never in a URL.
import { invitationShown, invitationToken } from '../../../schema/api/invitations.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { maskEmail } from './present.ts'
import { requireOpenInvitation } from './require-open.ts'

const route = defineRoute({
  method: 'post',
  path: '/invitations/inspect',
  permission: 'public',
  operationId: 'inspectInvitation',
  summary: 'What an invitation link invites to',
  request: { body: jsonBody(invitationToken) },
  responses: { 200: jsonAnswer(invitationShown, 'An open invitation') },
})

export const inspectInvitation = endpoint(route, async (c) => {
  const row = await requireOpenInvitation(c, c.req.valid('json').token, Date.now())
  const { email, role, createdByName, expiresAt } = row
  return c.json({ email: maskEmail(email), role, invitedBy: createdByName, expiresAt }, 200)
})
