import { like, or, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { servers } from '../../../schema/tables/servers.ts'
import type { Env } from '../../environment.ts'
import { freeSlug } from '../../library/drafts.ts'

/** A slug that no server has at this moment; `base` holds no wildcard of LIKE. */
export async function chooseSlug(env: Pick<Env, 'DB'>, base: string): Promise<string> {
  const rows = await drizzle(env.DB)
    .select({ slug: servers.slug })
    .from(servers)
    .where(or(eq(servers.slug, base), like(servers.slug, `${base}-%`)))
  return freeSlug(base, new Set(rows.map(({ slug }) => slug)))
}
