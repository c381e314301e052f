// Only groups that exist can be named.
import { inArray, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { groups } from '../../../schema/tables/groups.ts'
import type { Env } from '../../environment.ts'
import { invalidFields } from '../admin-problem.ts'

export interface NamedGroup {
  /** Of the field in the request. */
  path: string
  id: string
}

/** Throws AdminProblem `validation` beside each name that no group has. */
export async function checkGroups(env: Pick<Env, 'DB'>, named: readonly NamedGroup[]): Promise<void> {
  if (named.length === 0) return
  const found = await drizzle(env.DB)
    .select({ id: groups.id })
    .from(groups)
    .where(inArray(groups.id, sql`(SELECT value FROM json_each(${idsOf(named)}))`))
  const known = new Set(found.map(({ id }) => id))
  const missing = named.filter(({ id }) => !known.has(id))
  if (missing.length === 0) return
  throw invalidFields(missing.map(({ path, id }) => ({ path, message: `there is no group "${id}"` })))
}

/** The same at the moment of writing. */
export function groupsGuard(named: readonly NamedGroup[]): SQL {
  if (named.length === 0) return sql`TRUE`
  return sql`NOT EXISTS (SELECT 1 FROM json_each(${idsOf(named)}) WHERE value NOT IN (SELECT id FROM ${groups}))`
}

/** One parameter, however many groups: D1 has a bound. */
function idsOf(named: readonly NamedGroup[]): string {
  return JSON.stringify(named.map(({ id }) => id))
}
