import { and, desc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { ownSessionList } from '../../../schema/api/session.ts'
import { sessions } from '../../../schema/tables/sessions.ts'
import { SESSION_IDLE_MS } from '../../identity/session-limits.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { requireSignedIn } from '../require-permission.ts'

const route = defineRoute({
  method: 'get',
  path: '/session/all',
  permission: 'signed_in',
  operationId: 'listOwnSessions',
  summary: 'Where you are signed in',
  responses: { 200: jsonAnswer(ownSessionList, 'Your sessions, the last used first') },
})

export const listOwnSessions = endpoint(route, async (c) => {
  const user = requireSignedIn(c.get('actor'))
  const now = Date.now()
  const rows = await drizzle(c.env.DB)
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.issuer, user.issuer),
        eq(sessions.subject, user.subject),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, now - SESSION_IDLE_MS),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt))
  return c.json(
    {
      sessions: rows.map(({ id, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
        id,
        isCurrent: id === user.sessionId,
        userAgent,
        createdAt,
        lastSeenAt,
        expiresAt,
      })),
    },
    200,
  )
})
