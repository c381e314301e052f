// Changes to the mapping of agents to servers: only agents that exist can be named.
import { inArray, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { agents } from '../../../schema/tables/agents.ts'
import type { Env } from '../../environment.ts'
import { PREDEFINED_AGENTS } from '../../policy/predefined-agents.ts'
import { invalidFields } from '../admin-problem.ts'

const PREDEFINED: ReadonlySet<string> = new Set(PREDEFINED_AGENTS.map(({ id }) => id))

/** Null takes an agent out of the mapping: `otherAgents` holds again. */
export function mergeAgents(
  before: Readonly<Record<string, boolean>>,
  changed: Readonly<Record<string, boolean | null>>,
): Record<string, boolean> {
  const entries = Object.entries({ ...before, ...changed })
  return Object.fromEntries(entries.filter((entry): entry is [string, boolean] => entry[1] !== null))
}

/** Throws AdminProblem `validation` beside each id that no agent has. */
export async function checkAgents(
  env: Pick<Env, 'DB'>,
  ids: readonly string[],
  pathOf: (id: string) => string = (id) => `agents.${id}`,
): Promise<void> {
  const custom = ids.filter((id) => !PREDEFINED.has(id))
  if (custom.length === 0) return
  const found = await drizzle(env.DB)
    .select({ id: agents.id })
    .from(agents)
    .where(inArray(agents.id, sql`(SELECT value FROM json_each(${JSON.stringify(custom)}))`))
  const known = new Set(found.map(({ id }) => id))
  const missing = custom.filter((id) => !known.has(id))
  if (missing.length === 0) return
  throw invalidFields(missing.map((id) => ({ path: pathOf(id), message: `there is no agent "${id}"` })))
}

/** The same at the moment of writing. */
export function agentsGuard(ids: readonly string[]): SQL {
  const custom = ids.filter((id) => !PREDEFINED.has(id))
  if (custom.length === 0) return sql`TRUE`
  return sql`NOT EXISTS (SELECT 1 FROM json_each(${JSON.stringify(custom)}) WHERE value NOT IN (SELECT id FROM ${agents}))`
}
