import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, type InvitationRow } from '../../../schema/tables/invitations.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadInvitation(env: Pick<Env, 'DB'>, id: string): Promise<InvitationRow> {
  const [row] = await drizzle(env.DB).select().from(invitations).where(eq(invitations.id, id))
  if (!row) throw notFound('invitation')
  return row
}
