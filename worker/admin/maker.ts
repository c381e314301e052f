// Who made a key or an invitation, kept with it, and that they still may at the moment of writing.
import { sql, type SQL } from 'drizzle-orm'
import { AdminProblem } from './admin-problem.ts'
import type { Actor } from './context.ts'

export interface Maker {
  createdByKind: 'bootstrap' | 'member' | 'api_key'
  createdById: string | null
  createdByName: string
}

/** Throws AdminProblem `forbidden` for somebody without a role, who has no permission to come here with. */
export function makerOf({ kind, id, name }: Actor): Maker {
  if (kind === 'user') throw new AdminProblem('forbidden', 'Only members make credentials.')
  return { createdByKind: kind, createdById: id, createdByName: name }
}

/** A credential that is being removed leaves nothing behind: the maker stands when the row is written. */
export function guardOfMaker({ kind, id, role, memberId }: Actor): SQL {
  if (kind === 'bootstrap') return sql`NOT EXISTS (SELECT 1 FROM members WHERE role = 'owner')`
  if (kind === 'member') return sql`EXISTS (SELECT 1 FROM members WHERE id = ${id} AND role = ${role})`
  const isKey = sql`EXISTS (SELECT 1 FROM api_keys WHERE id = ${id} AND revoked_at IS NULL)`
  return memberId === null ? isKey : sql`${isKey} AND EXISTS (SELECT 1 FROM members WHERE id = ${memberId})`
}
