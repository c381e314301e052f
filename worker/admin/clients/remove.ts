// Removes a preregistered client that no agent names; its grants and tokens end.
import { and, eq, sql } from 'drizzle-orm'
import { detached } from '../../../schema/api/attachments.ts'
import { clients } from '../../../schema/tables/clients.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { configurationChanged, revocation } from '../object-tasks/new-task.ts'
import { presentRevocation } from '../object-tasks/present-revocation.ts'
import { idParam } from '../route-parts.ts'
import { checkUnnamed, isUnnamed } from './check-unnamed.ts'
import { loadClient } from './load.ts'
import { presentClient } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/clients/{id}',
  permission: 'clients.manage',
  operationId: 'deleteClient',
  summary: 'Remove a preregistered client that no agent names; its grants end',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 200: jsonAnswer(detached, 'Removed') },
})

export const deleteClient = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const { client, gateway } = await loadClient(c.env, c.req.valid('param').id)
  checkVersion(expected, client.version)
  await checkUnnamed(c.env, { id: client.id })
  const actor = c.get('actor')
  const isSame = and(eq(clients.id, client.id), eq(clients.version, client.version))
  const results = await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'client.deleted',
    resource: { kind: 'client', id: client.id },
    before: presentClient(client),
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM clients WHERE ${isSame}) AND ${isUnnamed({ id: client.id })}`,
    changes: [{ delete: clients, where: eq(clients.id, client.id) }],
    tasks: [revocation(gateway, actor, { clientId: client.id }, true), configurationChanged(gateway, actor)],
  }).catch(async (error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    await checkUnnamed(c.env, { id: client.id })
    throw stale((await loadClient(c.env, client.id)).client.version)
  })
  forgetAllSnapshots()
  return c.json(presentRevocation(c.env, results[0], true), 200)
})
