// The last Owner cannot be removed or demoted (product.md §6). It is a condition of the write itself, so that two Owners
// who remove each other at the same moment do not both succeed.
import { and, eq, ne, sql, type SQL } from 'drizzle-orm'
import { members, type MemberRow } from '../../../schema/tables/members.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { stale } from '../if-match.ts'
import { loadMember } from './load.ts'

/** Guard of a write: this row still stands as it was read and, where it may stop being an Owner, another one is there. */
export function guardOf({ id, version, role }: MemberRow, staysOwner: boolean): SQL {
  const isSame = sql`EXISTS (SELECT 1 FROM members WHERE ${and(eq(members.id, id), eq(members.version, version))})`
  if (role !== 'owner' || staysOwner) return isSame
  const isAnother = and(eq(members.role, 'owner'), ne(members.id, id))
  return sql`${isSame} AND EXISTS (SELECT 1 FROM members WHERE ${isAnother})`
}

/** Why the guard did not hold. */
export async function whyRefused(env: Pick<Env, 'DB'>, before: MemberRow): Promise<AdminProblem> {
  const current = await loadMember(env, before.id)
  if (current.version !== before.version) return stale(current.version)
  return new AdminProblem(
    'conflict',
    'This is the last Owner. Make another member an Owner first, so that somebody can still change Owners.',
  )
}
