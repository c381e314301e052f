// Sets the policy of one tool. The first write needs no `If-Match`; every later one does.
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { toolPolicy, toolPolicyWrite } from '../../../schema/api/tools.ts'
import { tools, type ToolRow } from '../../../schema/tables/tools.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import { offeredScopes } from '../../gateway/authorization/scopes.ts'
import { checkSubset } from '../attachments/check-scopes.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader, stale } from '../if-match.ts'
import { loadServer, type ServerRows } from '../servers/load.ts'
import { findTool } from './load.ts'
import { presentTool } from './present.ts'
import { toolParams } from './tool-params.ts'

const route = defineRoute({
  method: 'put',
  path: '/servers/{id}/tools/{name}',
  permission: 'tools.configure',
  operationId: 'putToolPolicy',
  summary: 'Set the policy of one tool',
  request: { params: toolParams, headers: ifMatchHeader, body: jsonBody(toolPolicyWrite) },
  responses: { 200: jsonAnswer(toolPolicy, 'Set') },
})

export const putTool = endpoint(route, async (c) => {
  const at = Date.now()
  const { id, name } = c.req.valid('param')
  const input = c.req.valid('json')
  const rows = await loadServer(c.env, id)
  const { policy: before, seen } = await findTool(c.env, id, name)
  const given = c.req.valid('header')['if-match']
  if (before || given !== undefined) checkVersion(checkIfMatch(given), before?.version ?? 0)
  checkRequiredScopes(rows, input.requiredScopes)
  const row: ToolRow = {
    serverId: id,
    name,
    ...input,
    enabled: input.enabled ?? true,
    followsNewTools: input.enabled === null,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  }
  const isThis = and(eq(tools.serverId, id), eq(tools.name, name)) ?? sql`FALSE`
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'tool.configured',
    resource: { kind: 'tool', id: `${id}/${name}` },
    before: before ? { ...before } : null,
    after: { ...row },
    guard: sql`${toolGuard(isThis, before)} AND ${attachmentGuard(rows)}`,
    changes: [
      before ? { update: tools, set: editable(row), where: isThis } : { insert: tools, row: { ...row } },
    ],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale((await findTool(c.env, id, name)).policy?.version)
    throw error
  })
  forgetSnapshot({ slug: rows.server.slug, customHost: rows.attachment?.customHost ?? null })
  return c.json(presentTool(rows.server, name, { policy: row, seen }), 200, etag(row.version))
})

/** Without an attachment there is no subset yet; attaching checks again. */
function checkRequiredScopes({ attachment, gateway }: ServerRows, scopes: readonly string[]): void {
  if (!attachment || !gateway) return
  checkSubset('requiredScopes', scopes, offeredScopes(attachment, gateway), 'attachment')
}

function editable({ serverId: _server, name: _name, createdAt: _born, ...row }: ToolRow) {
  return row
}

function toolGuard(isThis: SQL, before: ToolRow | undefined): SQL {
  return before
    ? sql`EXISTS (SELECT 1 FROM tools WHERE ${isThis} AND version = ${before.version})`
    : sql`NOT EXISTS (SELECT 1 FROM tools WHERE ${isThis})`
}

/** The server is still there, with the attachment whose scopes were checked. */
function attachmentGuard({ server, attachment }: ServerRows): SQL {
  const serverStands = sql`EXISTS (SELECT 1 FROM servers WHERE id = ${server.id})`
  if (!attachment) return serverStands
  return sql`${serverStands} AND EXISTS (SELECT 1 FROM attachments WHERE id = ${attachment.id} AND version = ${attachment.version})`
}
