import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { members } from '../../schema/tables/members.ts'
import type { Env } from '../environment.ts'

/** Until there is an Owner, the bootstrap secret is a credential (product.md §10). */
export async function hasOwner(env: Pick<Env, 'DB'>): Promise<boolean> {
  const owners = await drizzle(env.DB)
    .select({ id: members.id })
    .from(members)
    .where(eq(members.role, 'owner'))
    .limit(1)
  return owners.length > 0
}
