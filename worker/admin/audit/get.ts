// One audit event by its id: what a link to a change leads to.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { auditEvent } from '../../../schema/api/logs.ts'
import { auditEvents } from '../../../schema/tables/audit-events.ts'
import { notFound } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'

const route = defineRoute({
  method: 'get',
  path: '/audit/{id}',
  permission: 'audit.read',
  operationId: 'getAuditEvent',
  summary: 'One audit event',
  request: { params: idParam },
  responses: { 200: jsonAnswer(auditEvent, 'The event') },
})

export const getAuditEvent = endpoint(route, async (c) => {
  const [row] = await drizzle(c.env.DB)
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.id, c.req.valid('param').id))
  if (!row) throw notFound('audit event')
  return c.json(row, 200)
})
