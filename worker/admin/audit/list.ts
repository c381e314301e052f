// Who changed what, newest first (product.md §9).
import { and, desc, eq, getTableColumns, gte, lt, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { auditList, auditQuery } from '../../../schema/api/logs.ts'
import { auditEvents } from '../../../schema/tables/audit-events.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'

const route = defineRoute({
  method: 'get',
  path: '/audit',
  permission: 'audit.read',
  operationId: 'listAudit',
  summary: 'Audit events, newest first',
  request: { query: auditQuery },
  responses: { 200: jsonAnswer(auditList, 'One page of events') },
})

const rowid = sql<number>`audit_events.rowid`

export const listAudit = endpoint(route, async (c) => {
  const { cursor, limit, from, to, resourceKind, resourceId, action, actorId } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(auditEvents), rowid })
    .from(auditEvents)
    .where(
      and(
        from === undefined ? undefined : gte(auditEvents.at, from),
        to === undefined ? undefined : lt(auditEvents.at, to),
        before && sql`(${auditEvents.at}, ${rowid}) < (${before.at}, ${before.rowid})`,
        resourceKind === undefined ? undefined : eq(auditEvents.resourceKind, resourceKind),
        resourceId === undefined ? undefined : eq(auditEvents.resourceId, resourceId),
        action === undefined ? undefined : eq(auditEvents.action, action),
        actorId === undefined ? undefined : eq(auditEvents.actorId, actorId),
      ),
    )
    .orderBy(desc(auditEvents.at), desc(rowid))
    .limit(limit + 1)
  const events = found.slice(0, limit)
  const last = events.at(-1)
  return c.json(
    {
      events: events.map(({ rowid: _rowid, ...event }) => event),
      cursor: last && found.length > limit ? encodeCursor(last) : null,
    },
    200,
  )
})
