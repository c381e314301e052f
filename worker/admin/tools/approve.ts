// Approves definitions, each by the hash that the admin has seen: what changed meanwhile is not approved with it.
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import { toolApproval, toolApproved } from '../../../schema/api/tools.ts'
import type { FieldError } from '../../../schema/api/problem.ts'
import { toolDefinitions, type ToolDefinitionRow } from '../../../schema/tables/tools.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { settingsOf } from '../../environment.ts'
import { AdminProblem, summaryOf } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadServer } from '../servers/load.ts'
import { selectSeen } from './load.ts'

const route = defineRoute({
  method: 'post',
  path: '/servers/{id}/tool-approvals',
  permission: 'tools.configure',
  operationId: 'approveTools',
  summary: 'Approve new and changed tools, one or all that were shown',
  request: { params: idParam, body: jsonBody(toolApproval) },
  responses: { 200: jsonAnswer(toolApproved, 'Approved') },
})

export const approveTools = endpoint(route, async (c) => {
  const at = Date.now()
  const asked = c.req.valid('json').tools
  const { server, attachment } = await loadServer(c.env, c.req.valid('param').id)
  const seen = await selectSeen(
    c.env,
    server.id,
    asked.map(({ name }) => name),
  )
  const byName = new Map(seen.map((row) => [row.name, row]))
  const errors = asked.flatMap(({ name, hash }, index): FieldError[] => {
    const fault = faultOf(byName.get(name), hash)
    return fault === undefined ? [] : [{ path: `tools.${index}`, message: `"${name}" ${fault}` }]
  })
  if (errors.length > 0) throw new AdminProblem('conflict', summaryOf(errors), { errors })
  const names = JSON.stringify(asked.map(({ name }) => name))
  const isNamed = and(
    eq(toolDefinitions.serverId, server.id),
    inArray(toolDefinitions.name, sql`(SELECT value FROM json_each(${names}))`),
  )
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'tools.approved',
    resource: { kind: 'server', id: server.id },
    before: Object.fromEntries(seen.map(({ name, state, hash }) => [name, { state, hash }])),
    after: Object.fromEntries(asked.map(({ name, hash }) => [name, { state: 'approved', hash }])),
    guard: versionsGuard(server.id, seen),
    changes: [{ update: toolDefinitions, set: APPROVED(at), where: isNamed ?? sql`FALSE` }],
  }).catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw new AdminProblem('conflict', 'A tool changed meanwhile. Read the catalogue again.')
  })
  forgetSnapshot({ slug: server.slug, customHost: attachment?.customHost ?? null })
  const { revocationCacheMs } = settingsOf(c.env)
  return c.json(
    { approved: asked.map(({ name }) => name), effectiveWithinSeconds: revocationCacheMs / 1_000 },
    200,
  )
})

function faultOf(row: ToolDefinitionRow | undefined, hash: string): string | undefined {
  if (!row) return 'is not in the catalogue'
  if (row.state === 'removed') return 'is gone from the runtime; there is nothing to approve'
  return hash === (row.seenHash ?? row.hash)
    ? undefined
    : 'has another definition by now; read it again and approve what it is now'
}

/** Every row is as it was read, all in one statement. */
function versionsGuard(serverId: string, rows: readonly ToolDefinitionRow[]): SQL {
  const expected = JSON.stringify(rows.map(({ name, version }) => ({ name, version })))
  return sql`(SELECT count(*) FROM json_each(${expected}) JOIN tool_definitions ON server_id = ${serverId}
    AND name = value ->> 'name' AND version = value ->> 'version') = ${rows.length}`
}

/** What waited becomes the pinned definition. */
const APPROVED = (at: number) => ({
  definition: sql`coalesce(seen_definition, definition)`,
  hash: sql`coalesce(seen_hash, hash)`,
  risk: sql`coalesce(seen_risk, risk)`,
  seenDefinition: null,
  seenHash: null,
  seenRisk: null,
  changedAt: null,
  state: 'approved',
  approvedAt: at,
  version: sql`version + 1`,
})
