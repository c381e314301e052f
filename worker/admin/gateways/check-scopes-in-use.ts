// Scopes that attachments or tools need cannot be taken from a Gateway (product.md §4).
import { eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { FieldError } from '../../../schema/api/problem.ts'
import { attachments, servers, tools, type GatewayRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem, summaryOf } from '../admin-problem.ts'

/** Throws AdminProblem `conflict` that names each attachment and tool. */
export async function checkScopesInUse(
  env: Pick<Env, 'DB'>,
  gateway: GatewayRow,
  scopes: readonly string[],
): Promise<void> {
  const lost = gateway.scopes.filter((scope) => !scopes.includes(scope))
  if (lost.length === 0) return
  const db = drizzle(env.DB)
  const attached = await db
    .select({ serverId: servers.id, slug: servers.slug, scopes: attachments.scopes })
    .from(attachments)
    .innerJoin(servers, eq(servers.id, attachments.serverId))
    .where(eq(attachments.gatewayId, gateway.id))
  const policies = await db
    .select({ serverId: tools.serverId, name: tools.name, requiredScopes: tools.requiredScopes })
    .from(tools)
    .where(
      inArray(
        tools.serverId,
        db
          .select({ id: attachments.serverId })
          .from(attachments)
          .where(eq(attachments.gatewayId, gateway.id)),
      ),
    )
  const slugOf = new Map(attached.map(({ serverId, slug }) => [serverId, slug]))
  const errors: FieldError[] = lost.flatMap((scope) => [
    ...attached
      .filter((attachment) => attachment.scopes?.includes(scope))
      .map(({ slug }) => ({
        path: 'scopes',
        message: `the attachment of "${slug}" has "${scope}"; remove it there first`,
      })),
    ...policies
      .filter(({ requiredScopes }) => requiredScopes.includes(scope))
      .map(({ serverId, name }) => ({
        path: 'scopes',
        message: `the tool "${name}" of "${slugOf.get(serverId) ?? serverId}" requires "${scope}"; change the tool first`,
      })),
  ])
  if (errors.length > 0) throw new AdminProblem('conflict', summaryOf(errors), { errors })
}
