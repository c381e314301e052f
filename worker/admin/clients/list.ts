import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { z } from 'zod'
import { clientList } from '../../../schema/api/clients.ts'
import { clients } from '../../../schema/tables/clients.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { presentClient } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/clients',
  permission: 'gateways.read',
  operationId: 'listClients',
  summary: 'Preregistered clients, of one Gateway where asked',
  request: { query: z.strictObject({ gatewayId: z.string().optional() }) },
  responses: { 200: jsonAnswer(clientList, 'Clients') },
})

export const listClients = endpoint(route, async (c) => {
  const { gatewayId } = c.req.valid('query')
  const rows = await drizzle(c.env.DB)
    .select()
    .from(clients)
    .where(gatewayId === undefined ? undefined : eq(clients.gatewayId, gatewayId))
    .orderBy(asc(clients.name), asc(clients.id))
  return c.json({ clients: rows.map(presentClient) }, 200)
})
