import { health } from '../../schema/api/health.ts'
import { defineRoute, endpoint, jsonAnswer } from './endpoint.ts'

const route = defineRoute({
  method: 'get',
  path: '/health',
  permission: 'public',
  operationId: 'health',
  summary: 'Whether the admin API answers',
  responses: { 200: jsonAnswer(health, 'It does') },
})

export const getHealth = endpoint(route, (c) => c.json({ status: 'ok' as const }, 200))
