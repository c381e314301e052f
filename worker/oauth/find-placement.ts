// Where the object of a Gateway lives, for the callback, whose URL names nothing else.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { gateways } from '../../schema/tables/gateways.ts'
import type { Env } from '../environment.ts'
import type { GatewayPlacement } from '../gateway/address.ts'

/** Placement never changes while a Gateway lives, so a found one stays; D1 may be down at the next callback. */
const found = new Map<string, GatewayPlacement>()
const ENTRIES_MAX = 1_000

/** Undefined for an unknown Gateway: no object is made for an id that a stranger invented. */
export async function findPlacement(
  env: Pick<Env, 'DB'>,
  gatewayId: string,
): Promise<GatewayPlacement | undefined> {
  const known = found.get(gatewayId)
  if (known) return known
  const [row] = await drizzle(env.DB)
    .select({ id: gateways.id, locationHint: gateways.locationHint, jurisdiction: gateways.jurisdiction })
    .from(gateways)
    .where(eq(gateways.id, gatewayId))
  if (row) {
    if (found.size >= ENTRIES_MAX) found.clear()
    found.set(gatewayId, row)
  }
  return row
}
