import { session } from '../../../schema/api/session.ts'
import { PERMISSIONS } from '../../../schema/api/permissions.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { hasPermission } from '../require-permission.ts'

const route = defineRoute({
  method: 'get',
  path: '/session',
  permission: 'signed_in',
  operationId: 'getSession',
  summary: 'Who is asking, and with which permissions',
  responses: { 200: jsonAnswer(session, 'Whoever the credential stands for') },
})

export const getSession = endpoint(route, (c) => {
  const actor = c.get('actor')
  const { kind, id, name, role, user, expiresAt } = actor
  return c.json(
    {
      kind,
      id,
      name,
      role,
      permissions: PERMISSIONS.filter((permission) => hasPermission(actor, permission)),
      user: user && {
        issuer: user.issuer,
        subject: user.subject,
        email: user.email,
        emailVerified: user.emailVerified,
        displayName: user.displayName,
        method: user.method,
      },
      sessionId: user?.sessionId ?? null,
      expiresAt,
    },
    200,
  )
})
