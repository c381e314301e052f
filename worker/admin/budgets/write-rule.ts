// The writes of budgets and rate limits: audited, guarded, and seen by this isolate at once.
import { and, eq, sql } from 'drizzle-orm'
import { budgets, rateLimits } from '../../../schema/tables/index.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { commitWrite, GuardFailed, type Change } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { stale } from '../if-match.ts'
import { checkScope, scopeStands } from './check-scope.ts'
import type { ScopeColumns } from './scope-columns.ts'

/** Every snapshot carries those that count everywhere. */
const RULES_MAX = 1_000

const TABLES = { budget: budgets, rate_limit: rateLimits } as const
const NOUNS = { budget: 'budgets', rate_limit: 'rate limits' } as const

export interface RuleWrite {
  kind: keyof typeof TABLES
  actor: Actor
  requestId: string
  at: number
}

type Row = { id: string; version: number } & ScopeColumns & Record<string, unknown>
type Shown = Record<string, unknown>

/** Throws AdminProblem. */
export async function insertRule(env: Env, write: RuleWrite, row: Row, shown: Shown): Promise<void> {
  const table = TABLES[write.kind]
  await checkScope(env, row)
  try {
    await commitWrite(env, {
      ...write,
      action: `${write.kind}.created`,
      resource: { kind: write.kind, id: row.id },
      before: null,
      after: shown,
      guard: sql`${scopeStands(row)} AND (SELECT count(*) FROM ${table}) < ${RULES_MAX}`,
      changes: [{ insert: table, row }],
    })
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error
    await checkScope(env, row)
    throw new AdminProblem(
      'conflict',
      `There are ${RULES_MAX} ${NOUNS[write.kind]} already. Remove one first; "default_user" is one for all users.`,
    )
  }
  forgetAllSnapshots()
}

/** Throws 412 when somebody else saved meanwhile. */
export async function updateRule(
  env: Env,
  write: RuleWrite,
  row: Row,
  shown: { before: Shown; after: Shown },
): Promise<void> {
  const table = TABLES[write.kind]
  const { id, createdAt: _born, ...set } = row
  await commitRule(env, write, row, `${write.kind}.updated`, shown, {
    update: table,
    set,
    where: eq(table.id, id),
  })
}

/** Throws 412 when somebody else saved meanwhile. What was spent is forgotten with it. */
export async function deleteRule(env: Env, write: RuleWrite, row: Row, shown: Shown): Promise<void> {
  const table = TABLES[write.kind]
  const next = { ...row, version: row.version + 1 }
  const change: Change = { delete: table, where: eq(table.id, row.id) }
  await commitRule(env, write, next, `${write.kind}.deleted`, { before: shown, after: null }, change)
}

/** `row` carries the version after the write. */
async function commitRule(
  env: Env,
  write: RuleWrite,
  row: Row,
  action: string,
  shown: { before: Shown; after: Shown | null },
  change: Change,
): Promise<void> {
  const table = TABLES[write.kind]
  const isSame = and(eq(table.id, row.id), eq(table.version, row.version - 1))
  try {
    await commitWrite(env, {
      ...write,
      ...shown,
      action,
      resource: { kind: write.kind, id: row.id },
      guard: sql`EXISTS (SELECT 1 FROM ${table} WHERE ${isSame})`,
      changes: [change],
    })
  } catch (error) {
    if (error instanceof GuardFailed) throw stale(undefined)
    throw error
  }
  forgetAllSnapshots()
}
