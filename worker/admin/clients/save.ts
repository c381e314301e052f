// The write that every change of an existing client ends with.
import { and, eq, sql } from 'drizzle-orm'
import { clients, type ClientRow } from '../../../schema/tables/clients.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import type { Env } from '../../environment.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { stale } from '../if-match.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { loadClient, type ClientRows } from './load.ts'
import { presentClient } from './present.ts'

export interface ClientSave {
  actor: Actor
  requestId: string
  action: string
  before: ClientRows
  /** The row as it shall be; version and time are set here. */
  after: ClientRow
}

/** Throws 412 when somebody else saved meanwhile. */
export async function saveClient(env: Env, save: ClientSave): Promise<ClientRow> {
  const { client, gateway } = save.before
  const at = Date.now()
  const after: ClientRow = { ...save.after, version: client.version + 1, updatedAt: at }
  const { id, createdAt: _born, ...set } = after
  const isSame = and(eq(clients.id, id), eq(clients.version, client.version))
  try {
    await commitWrite(env, {
      ...save,
      at,
      resource: { kind: 'client', id },
      before: presentClient(client),
      after: presentClient(after),
      guard: sql`EXISTS (SELECT 1 FROM clients WHERE ${isSame})`,
      changes: [{ update: clients, set, where: eq(clients.id, id) }],
      tasks: [configurationChanged(gateway, save.actor)],
    })
  } catch (error) {
    if (error instanceof GuardFailed) throw stale((await loadClient(env, id)).client.version)
    throw error
  }
  forgetAllSnapshots()
  return after
}
