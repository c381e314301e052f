// What access lists, agents and rules are set on: a server, or a Gateway for all its attachments.
import { eq, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { accessPolicies, type AccessPolicyRow, type ServerRow } from '../../../schema/tables/index.ts'
import { forgetAllSnapshots, forgetSnapshot } from '../../edge/load-snapshot.ts'
import type { Env } from '../../environment.ts'
import { loadGateway } from '../gateways/load.ts'
import { loadServer } from '../servers/load.ts'

export interface Target {
  kind: AccessPolicyRow['targetKind']
  id: string
  /** Null for a Gateway. */
  server: ServerRow | null
  /** Holds while it exists. */
  exists: SQL
  /** This isolate reads its configuration anew. */
  forget: () => void
}

/** Throws AdminProblem `not_found`. */
export async function loadTarget(env: Pick<Env, 'DB'>, kind: Target['kind'], id: string): Promise<Target> {
  if (kind === 'gateway') {
    const gateway = await loadGateway(env, id)
    const exists = sql`EXISTS (SELECT 1 FROM gateways WHERE id = ${gateway.id})`
    return { kind, id: gateway.id, server: null, exists, forget: forgetAllSnapshots }
  }
  const { server, attachment } = await loadServer(env, id)
  return {
    kind,
    id: server.id,
    server,
    exists: sql`EXISTS (SELECT 1 FROM servers WHERE id = ${server.id})`,
    forget: () => forgetSnapshot({ slug: server.slug, customHost: attachment?.customHost ?? null }),
  }
}

/** Undefined: nothing was ever set. */
export async function findPolicy(
  env: Pick<Env, 'DB'>,
  target: Pick<Target, 'id'>,
): Promise<AccessPolicyRow | undefined> {
  const [row] = await drizzle(env.DB)
    .select()
    .from(accessPolicies)
    .where(eq(accessPolicies.targetId, target.id))
  return row
}
