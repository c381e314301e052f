// Gateways whose tokens are for this server already (product.md §2, reuse rule).
import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { CatalogueEntry } from '../../../schema/api/library.ts'
import { gateways } from '../../../schema/tables/gateways.ts'
import type { Env } from '../../environment.ts'

export function findGateways(
  env: Pick<Env, 'DB'>,
  entry: CatalogueEntry,
): Promise<{ id: string; name: string }[]> {
  return drizzle(env.DB)
    .select({ id: gateways.id, name: gateways.name })
    .from(gateways)
    .where(eq(gateways.resource, entry.url))
    .orderBy(asc(gateways.name), asc(gateways.id))
}
