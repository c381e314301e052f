import { asc, count } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { gatewayList } from '../../../schema/api/gateways.ts'
import { attachments, gateways } from '../../../schema/tables/index.ts'
import { settingsOf } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { presentGateway } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/gateways',
  permission: 'gateways.read',
  operationId: 'listGateways',
  summary: 'All Gateways by name',
  responses: { 200: jsonAnswer(gatewayList, 'All Gateways') },
})

export const listGateways = endpoint(route, async (c) => {
  const db = drizzle(c.env.DB)
  const [rows, counts] = await db.batch([
    db.select().from(gateways).orderBy(asc(gateways.name), asc(gateways.id)),
    db
      .select({ id: attachments.gatewayId, attached: count() })
      .from(attachments)
      .groupBy(attachments.gatewayId),
  ])
  const countOf = new Map(counts.map(({ id, attached }) => [id, attached]))
  const { publicOrigin } = settingsOf(c.env)
  return c.json(
    { gateways: rows.map((row) => presentGateway(row, publicOrigin, countOf.get(row.id) ?? 0)) },
    200,
  )
})
