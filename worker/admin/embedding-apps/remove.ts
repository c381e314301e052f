// Removes an embedding app; the tokens it got end.
import { and, eq, sql } from 'drizzle-orm'
import { detached } from '../../../schema/api/attachments.ts'
import { embeddingApps } from '../../../schema/tables/embedding-apps.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { configurationChanged, revocation } from '../object-tasks/new-task.ts'
import { presentRevocation } from '../object-tasks/present-revocation.ts'
import { appParams } from './app-params.ts'
import { loadEmbeddingApp } from './load.ts'
import { presentEmbeddingApp } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/gateways/{id}/embedding-apps/{appId}',
  permission: 'clients.manage',
  operationId: 'deleteEmbeddingApp',
  summary: 'Remove an embedding app; its tokens end',
  request: { params: appParams, headers: ifMatchHeader },
  responses: { 200: jsonAnswer(detached, 'Removed') },
})

export const deleteEmbeddingApp = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const params = c.req.valid('param')
  const { app, gateway } = await loadEmbeddingApp(c.env, params)
  checkVersion(expected, app.version)
  const actor = c.get('actor')
  const isSame = and(eq(embeddingApps.id, app.id), eq(embeddingApps.version, app.version))
  const results = await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'embedding_app.deleted',
    resource: { kind: 'embedding_app', id: app.id },
    before: presentEmbeddingApp(app),
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM embedding_apps WHERE ${isSame})`,
    changes: [{ delete: embeddingApps, where: eq(embeddingApps.id, app.id) }],
    tasks: [revocation(gateway, actor, { clientId: app.id }, false), configurationChanged(gateway, actor)],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale((await loadEmbeddingApp(c.env, params)).app.version)
    throw error
  })
  forgetAllSnapshots()
  return c.json(presentRevocation(c.env, results[0], true), 200)
})
