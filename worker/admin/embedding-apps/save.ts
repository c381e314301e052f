// The write that every change of an existing embedding app ends with.
import { and, eq, sql } from 'drizzle-orm'
import { embeddingApps, type EmbeddingAppRow } from '../../../schema/tables/embedding-apps.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import type { Env } from '../../environment.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { stale } from '../if-match.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { loadEmbeddingApp, type EmbeddingAppRows } from './load.ts'
import { presentEmbeddingApp } from './present.ts'

export interface EmbeddingAppSave {
  actor: Actor
  requestId: string
  action: string
  before: EmbeddingAppRows
  /** The row as it shall be; version and time are set here. */
  after: EmbeddingAppRow
}

/** Throws 412 when somebody else saved meanwhile. */
export async function saveEmbeddingApp(env: Env, save: EmbeddingAppSave): Promise<EmbeddingAppRow> {
  const { app, gateway } = save.before
  const at = Date.now()
  const after: EmbeddingAppRow = { ...save.after, version: app.version + 1, updatedAt: at }
  const { id, createdAt: _born, ...set } = after
  const isSame = and(eq(embeddingApps.id, id), eq(embeddingApps.version, app.version))
  try {
    await commitWrite(env, {
      actor: save.actor,
      requestId: save.requestId,
      at,
      action: save.action,
      resource: { kind: 'embedding_app', id },
      before: presentEmbeddingApp(app),
      after: presentEmbeddingApp(after),
      guard: sql`EXISTS (SELECT 1 FROM embedding_apps WHERE ${isSame})`,
      changes: [{ update: embeddingApps, set, where: eq(embeddingApps.id, id) }],
      tasks: [configurationChanged(gateway, save.actor)],
    })
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error
    throw stale((await loadEmbeddingApp(env, { id: gateway.id, appId: id })).app.version)
  }
  forgetAllSnapshots()
  return after
}
