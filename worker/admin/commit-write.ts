// One write of the admin API: audit row, change and what the object must be told, in one D1 batch.
// The audit row is inserted only where the guard holds, and everything else only where the audit row stands: two
// admins who saved at once cannot both win, and no change is without its audit row (P5).
import { waitUntil } from 'cloudflare:workers'
import { SQL, sql } from 'drizzle-orm'
import { SQLiteSyncDialect, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { getTableColumns } from 'drizzle-orm'
import { auditEvents, objectTasks, type AuditEventRow } from '../../schema/tables/index.ts'
import { randomId } from '../crypto/random-id.ts'
import type { Env } from '../environment.ts'
import type { Actor } from './context.ts'
import { deliverTask, type DeliveredTask } from './object-tasks/deliver-task.ts'
import type { NewTask } from './object-tasks/new-task.ts'
import { retryDelivery } from './object-tasks/retry-delivery.ts'
import { AdminProblem } from './admin-problem.ts'

export interface AdminWrite {
  actor: Actor
  requestId: string
  at: number
  /** Past tense with its noun, for example `gateway.updated`. */
  action: string
  resource: { kind: string; id: string }
  /** Without secrets. */
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  /** What must hold in the database at the moment of writing; usually "this row still has this version". */
  guard: SQL
  /** Changes; each is completed with "and the audit row stands". */
  changes: Change[]
  /** What objects must be told afterwards. */
  tasks?: NewTask[]
}

export type Change =
  | { insert: SQLiteTable; row: Record<string, unknown> }
  /** A value that is SQL is computed from the row as it stands. */
  | { update: SQLiteTable; set: Record<string, unknown>; where: SQL }
  | { delete: SQLiteTable; where: SQL }

/** The guard did not hold: the caller reads again and says why. */
export class GuardFailed extends Error {
  override name = 'GuardFailed'
}

/** Results of the tasks in their order: what the object answered, or null where it could not be reached yet. */
export type TaskResult = Awaited<ReturnType<typeof deliverTask>>

const dialect = new SQLiteSyncDialect()

/** Throws GuardFailed, or AdminProblem `conflict` for a value that must be unique. */
export async function commitWrite(env: Env, write: AdminWrite): Promise<TaskResult[]> {
  const auditId = randomId('aud')
  const auditStands = sql`EXISTS (SELECT 1 FROM audit_events WHERE id = ${auditId})`
  const audit: AuditEventRow = {
    id: auditId,
    at: write.at,
    actorKind: write.actor.kind,
    actorId: write.actor.id,
    actorName: write.actor.name,
    action: write.action,
    resourceKind: write.resource.kind,
    resourceId: write.resource.id,
    before: write.before,
    after: write.after,
    requestId: write.requestId,
  }
  const tasks = (write.tasks ?? []).map((task) => ({ ...task, id: randomId('evt'), createdAt: write.at }))
  const statements = [
    insertWhere(auditEvents, { ...audit }, write.guard),
    ...write.changes.map((change) => changeWhere(change, auditStands)),
    ...tasks.map((task) => insertWhere(objectTasks, task, auditStands)),
  ]
  let results: D1Result[]
  try {
    results = await env.DB.batch(statements.map((statement) => prepare(env.DB, statement)))
  } catch (cause) {
    throw uniqueViolation(cause) ?? cause
  }
  if (results[0]?.meta.changes === 0) throw new GuardFailed('the guard of the write did not hold')
  return deliverInOrder(env, tasks)
}

/** Objects side by side, and each hears its tasks in their order: an end is said before what it follows from is read. */
async function deliverInOrder(env: Env, tasks: readonly DeliveredTask[]): Promise<TaskResult[]> {
  const last = new Map<string, Promise<TaskResult>>()
  return Promise.all(
    tasks.map((task) => {
      const before = last.get(task.gatewayId) ?? Promise.resolve(null)
      const delivered = before.then(() => deliverOrRetry(env, task))
      last.set(task.gatewayId, delivered)
      return delivered
    }),
  )
}

/** The request waits for the first try only. */
async function deliverOrRetry(env: Env, task: DeliveredTask): Promise<TaskResult> {
  const result = await deliverTask(env, task)
  if (result === null) waitUntil(retryDelivery(env, task))
  return result
}

/** Runs drizzle's SQL as a D1 statement. */
export function prepare(database: D1Database, statement: SQL): D1PreparedStatement {
  const query = dialect.sqlToQuery(statement)
  return database.prepare(query.sql).bind(...query.params)
}

function changeWhere(change: Change, condition: SQL): SQL {
  if ('insert' in change) return insertWhere(change.insert, change.row, condition)
  if ('delete' in change) return sql`DELETE FROM ${change.delete} WHERE ${change.where} AND ${condition}`
  const columns = getTableColumns(change.update)
  const assignments = Object.entries(change.set).map(([key, value]) => {
    const column = columnOf(columns, key)
    return sql`${sql.identifier(column.name)} = ${value instanceof SQL ? value : sql.param(value, column)}`
  })
  return sql`UPDATE ${change.update} SET ${sql.join(assignments, sql`, `)} WHERE ${change.where} AND ${condition}`
}

function insertWhere(table: SQLiteTable, row: Record<string, unknown>, condition: SQL): SQL {
  const columns = getTableColumns(table)
  const entries = Object.entries(row).map(([key, value]) => ({ column: columnOf(columns, key), value }))
  const names = sql.join(
    entries.map(({ column }) => sql.identifier(column.name)),
    sql`, `,
  )
  const values = sql.join(
    entries.map(({ column, value }) => (value === null ? sql`NULL` : sql.param(value, column))),
    sql`, `,
  )
  return sql`INSERT INTO ${table} (${names}) SELECT ${values} WHERE ${condition}`
}

function columnOf(columns: ReturnType<typeof getTableColumns>, key: string) {
  const column = columns[key]
  if (!column) throw new Error(`no column "${key}"`)
  return column
}

const UNIQUE_FIELDS: Readonly<Record<string, { path: string; message: string }>> = {
  'servers.slug': { path: 'slug', message: 'another server has this slug; choose another one' },
  'attachments.custom_host': { path: 'customHost', message: 'another attachment has this host name' },
  'attachments.server_id': {
    path: 'serverId',
    message: 'this server has an attachment already; remove it first',
  },
  'agents.name': { path: 'name', message: 'another agent has this name; choose another one' },
  'groups.name': { path: 'name', message: 'another group has this name; choose another one' },
  'clients.id': { path: 'id', message: 'another client has this id' },
}

function uniqueViolation(cause: unknown): AdminProblem | undefined {
  const column = /UNIQUE constraint failed: ([\w.]+)/.exec(String(cause))?.[1]
  const field = column === undefined ? undefined : UNIQUE_FIELDS[column]
  if (!field) return undefined
  return new AdminProblem('conflict', `${field.path}: ${field.message}`, { errors: [field], cause })
}
