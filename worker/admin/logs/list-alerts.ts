// What an admin has to do something about now: faults that M4 and the refresh report, and what waits for a person.
import { alertList, type Alert } from '../../../schema/api/logs.ts'
import { CATALOGUE_TOOLS_MAX } from '../../policy/tool-offer.ts'
import { listBudgetAlerts } from '../budgets/budget-alerts.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'

const DAY_MS = 24 * 3_600_000
/** A task this old has missed its retries; younger ones are on their way. */
const TASK_AGE_MS = 60_000

const route = defineRoute({
  method: 'get',
  path: '/alerts',
  permission: 'logs.read',
  operationId: 'listAlerts',
  summary: 'Faults of the last 24 hours, and what waits for a person',
  responses: { 200: jsonAnswer(alertList, 'Newest first; empty when all is well') },
})

const FAULTS = {
  runtime_refused_gateway:
    'The runtime answers 401 to Limen itself. Compare its worker secret with the one entered here; no grant was touched.',
  downstream_fault:
    'The authorization server refuses Limen as a client, or answers what cannot be used. Check client id, secret and endpoints; the log has its words.',
  secret_unreadable:
    'Stored tokens of users do not open with the present MASTER_KEYS. Put the key that sealed them back. Where it is lost, say so (POST /api/v1/master-keys/lost), and they sign in again.',
} as const

const FAULT_KINDS = Object.keys(FAULTS)
  .map((kind) => `'${kind}'`)
  .join(', ')

export const listAlerts = endpoint(route, async (c) => {
  const now = Date.now()
  const [faults, gateways, servers, tasks, full] = await c.env.DB.batch<AlertRow>([
    c.env.DB.prepare(
      `SELECT rule_id AS kind, server_id AS serverId, gateway_id AS gatewayId, count(*) AS count, max(at) AS lastAt
       FROM log_events WHERE rule_id IN (${FAULT_KINDS}) AND at >= ?1
       GROUP BY rule_id, server_id, gateway_id`,
    ).bind(now - DAY_MS),
    c.env.DB.prepare(
      `SELECT id AS gatewayId, updated_at AS lastAt, state_reason AS message FROM gateways WHERE state = 'needs_review'`,
    ),
    c.env.DB.prepare(
      `SELECT id AS serverId, updated_at AS lastAt FROM servers WHERE paused_reason IS NOT NULL AND enabled`,
    ),
    c.env.DB.prepare(
      `SELECT gateway_id AS gatewayId, count(*) AS count, max(created_at) AS lastAt
       FROM object_tasks WHERE created_at < ?1 GROUP BY gateway_id`,
    ).bind(now - TASK_AGE_MS),
    c.env.DB.prepare(
      `SELECT server_id AS serverId, count(*) AS count, max(first_seen_at) AS lastAt
       FROM tool_definitions GROUP BY server_id HAVING count(*) >= ?1`,
    ).bind(CATALOGUE_TOOLS_MAX),
  ])
  const alerts = [
    ...(await listBudgetAlerts(c.env, now - DAY_MS, now)),
    ...rowsOf(faults).map((row) => presentAlert(row, faultOf(row.kind))),
    ...rowsOf(gateways).map((row) =>
      presentAlert(row, { kind: 'gateway_needs_review', message: row.message ?? 'Confirm its endpoints.' }),
    ),
    ...rowsOf(servers).map((row) =>
      presentAlert(row, {
        kind: 'server_paused',
        message: 'Secrets of this server are missing. Enter them, so that it serves again.',
      }),
    ),
    ...rowsOf(full).map((row) =>
      presentAlert(row, {
        kind: 'catalogue_full',
        message:
          'The catalogue of this server is full. Tools that are not in it are neither listed nor callable; one with a policy of its own still gets in. Forget those that the runtime no longer has.',
      }),
    ),
    ...rowsOf(tasks).map((row) =>
      presentAlert(row, {
        kind: 'object_not_told',
        message:
          'Changes or revocations wait for the object of this Gateway. They are repeated every minute.',
      }),
    ),
  ]
  return c.json({ alerts: alerts.toSorted((one, other) => other.lastAt - one.lastAt) }, 200)
})

interface AlertRow {
  kind?: keyof typeof FAULTS
  serverId?: string | null
  gatewayId?: string | null
  count?: number
  lastAt: number
  message?: string | null
}

function rowsOf(result: D1Result<AlertRow> | undefined): AlertRow[] {
  return result?.results ?? []
}

function faultOf(kind: keyof typeof FAULTS = 'runtime_refused_gateway'): Pick<Alert, 'kind' | 'message'> {
  return { kind, message: FAULTS[kind] }
}

function presentAlert(row: AlertRow, what: Pick<Alert, 'kind' | 'message'>): Alert {
  const { serverId = null, gatewayId = null, count = 1, lastAt } = row
  return { ...what, serverId, gatewayId, count, lastAt }
}
