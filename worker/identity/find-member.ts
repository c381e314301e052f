import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { members, type MemberRow } from '../../schema/tables/members.ts'
import type { Env } from '../environment.ts'

/** The member that this person is; identity is (issuer, subject), never an e-mail. */
export async function findMember(
  env: Pick<Env, 'DB'>,
  person: { issuer: string; subject: string },
): Promise<MemberRow | undefined> {
  const [member] = await drizzle(env.DB)
    .select()
    .from(members)
    .where(and(eq(members.issuer, person.issuer), eq(members.subject, person.subject)))
  return member
}
