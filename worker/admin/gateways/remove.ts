// Deletes a Gateway that nothing is attached to (product.md §2).
import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import {
  accessPolicies,
  attachments,
  budgets,
  clients,
  embeddingApps,
  gateways,
  objectRestores,
  rateLimits,
  rules,
  servers,
} from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { AdminProblem } from '../admin-problem.ts'
import { checkUnnamed, isUnnamed } from '../clients/check-unnamed.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { revocation } from '../object-tasks/new-task.ts'
import { idParam } from '../route-parts.ts'
import { loadGateway } from './load.ts'
import { auditedGateway } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/gateways/{id}',
  permission: 'gateways.write',
  operationId: 'deleteGateway',
  summary: 'Delete a Gateway without attachments',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 204: { description: 'Deleted' } },
})

export const deleteGateway = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const row = await loadGateway(c.env, c.req.valid('param').id)
  checkVersion(expected, row.version)
  await checkDetached(c.env, row.id)
  await checkUnnamed(c.env, { gatewayId: row.id })
  try {
    await commitWrite(c.env, {
      actor: c.get('actor'),
      requestId: c.get('requestId'),
      at: Date.now(),
      action: 'gateway.deleted',
      resource: { kind: 'gateway', id: row.id },
      before: auditedGateway(row),
      after: null,
      guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${and(eq(gateways.id, row.id), eq(gateways.version, row.version))})
        AND NOT EXISTS (SELECT 1 FROM attachments WHERE ${eq(attachments.gatewayId, row.id)})
        AND ${isUnnamed({ gatewayId: row.id })}`,
      changes: [
        { delete: clients, where: eq(clients.gatewayId, row.id) },
        { delete: embeddingApps, where: eq(embeddingApps.gatewayId, row.id) },
        { delete: budgets, where: eq(budgets.gatewayId, row.id) },
        { delete: rateLimits, where: eq(rateLimits.gatewayId, row.id) },
        { delete: accessPolicies, where: eq(accessPolicies.targetId, row.id) },
        { delete: rules, where: eq(rules.targetId, row.id) },
        { delete: objectRestores, where: eq(objectRestores.gatewayId, row.id) },
        { delete: gateways, where: eq(gateways.id, row.id) },
      ],
      tasks: [revocation(row, c.get('actor'), { all: true }, false)],
    })
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error
    await checkDetached(c.env, row.id)
    await checkUnnamed(c.env, { gatewayId: row.id })
    throw stale((await loadGateway(c.env, row.id)).version)
  }
  forgetAllSnapshots()
  return c.body(null, 204)
})

/** Throws AdminProblem `conflict` with the list of attachments. */
async function checkDetached(env: Pick<Env, 'DB'>, gatewayId: string): Promise<void> {
  const attached = await drizzle(env.DB)
    .select({ id: attachments.id, slug: servers.slug })
    .from(attachments)
    .innerJoin(servers, eq(servers.id, attachments.serverId))
    .where(eq(attachments.gatewayId, gatewayId))
  if (attached.length === 0) return
  throw new AdminProblem('conflict', 'The Gateway still has attachments. Remove them first.', {
    errors: attached.map(({ id, slug }) => ({ path: `attachments.${id}`, message: `attached to "${slug}"` })),
  })
}
