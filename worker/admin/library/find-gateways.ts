// Gateways whose tokens are for a server already (product.md §2, reuse rule).
import { asc, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { gateways } from '../../../schema/tables/gateways.ts'
import type { Env } from '../../environment.ts'

export function findGateways(
  env: Pick<Env, 'DB'>,
  resources: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return drizzle(env.DB)
    .select({ id: gateways.id, name: gateways.name })
    .from(gateways)
    .where(inArray(gateways.resource, [...resources]))
    .orderBy(asc(gateways.name), asc(gateways.id))
}
