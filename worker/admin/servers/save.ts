// The write that every change of an existing server ends with: compare-and-set, audit, tell the object, forget.
import { and, eq, sql } from 'drizzle-orm'
import { servers, type ServerRow } from '../../../schema/tables/servers.ts'
import { forgetSnapshot } from '../../edge/load-snapshot.ts'
import type { Env } from '../../environment.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { stale } from '../if-match.ts'
import { configurationChanged, serverChanged } from '../object-tasks/new-task.ts'
import { takesAccessTokens } from './auth-settings.ts'
import { noUserRulesGuard } from '../rules/user-rules.ts'
import { loadServer, type ServerRows } from './load.ts'
import { auditedServer } from './present.ts'

export interface ServerSave {
  actor: Actor
  requestId: string
  at: number
  action: string
  before: ServerRows
  /** The row as it shall be; version and time are set here. */
  after: ServerRow
}

/** Answers the rows as written. Throws 412 when somebody else saved meanwhile. */
export async function saveServer(env: Env, save: ServerSave): Promise<ServerRows> {
  const { server, attachment, gateway } = save.before
  const after: ServerRow = { ...save.after, version: server.version + 1, updatedAt: save.at }
  const { id, createdAt: _born, ...set } = after
  const isSame = and(eq(servers.id, id), eq(servers.version, server.version)) ?? sql`FALSE`
  try {
    await commitWrite(env, {
      ...save,
      resource: { kind: 'server', id },
      before: auditedServer(server),
      after: auditedServer(after),
      guard: sql`${guardOf(isSame, after.slug !== server.slug ? id : null)} AND ${modeGuard(server, after)}
        AND ${noUserRulesGuard(after)}`,
      changes: [{ update: servers, set, where: eq(servers.id, id) }],
      tasks: [
        ...(gateway ? [configurationChanged(gateway, save.actor)] : []),
        ...serverChanged(after, server, save.actor),
      ],
    })
  } catch (error) {
    if (error instanceof GuardFailed) throw stale((await loadServer(env, id)).server.version)
    throw error
  }
  for (const slug of [server.slug, after.slug]) {
    forgetSnapshot({ slug, customHost: attachment?.customHost ?? null })
  }
  return { ...save.before, server: after }
}

/** Nothing that belongs to the mode before may have been made meanwhile. */
function modeGuard({ id, authMode }: ServerRow, after: ServerRow) {
  if (authMode === after.authMode) return sql`TRUE`
  const unattached = sql`NOT EXISTS (SELECT 1 FROM attachments WHERE server_id = ${id})`
  if (takesAccessTokens(after)) return unattached
  return sql`${unattached} AND NOT EXISTS (SELECT 1 FROM access_tokens WHERE server_id = ${id})`
}

/** A slug that changes must still be free of an attachment when it is written. */
function guardOf(isSame: ReturnType<typeof sql>, renamedId: string | null) {
  const same = sql`EXISTS (SELECT 1 FROM servers WHERE ${isSame})`
  if (renamedId === null) return same
  return sql`${same} AND NOT EXISTS (SELECT 1 FROM attachments WHERE server_id = ${renamedId})`
}
