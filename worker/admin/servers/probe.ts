// Tries the pending worker secret of a server again; it becomes current when the runtime accepts it (product.md §3).
import { serverWithProbe } from '../../../schema/api/servers.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { settlePending } from './change-secrets.ts'
import { loadServer } from './load.ts'
import { presentChange } from './present.ts'
import { saveServer } from './save.ts'
import { openServerSecrets, sealServerSecrets } from './secret-columns.ts'

const route = defineRoute({
  method: 'post',
  path: '/servers/{id}/worker-secret/probe',
  permission: 'servers.update',
  operationId: 'probeWorkerSecret',
  summary: 'Try the pending worker secret at the runtime',
  request: { params: idParam },
  responses: { 200: jsonAnswer(serverWithProbe, 'What the runtime said') },
})

export const probeServer = endpoint(route, async (c) => {
  const before = await loadServer(c.env, c.req.valid('param').id)
  if (before.server.pendingWorkerSecret === null) {
    throw new AdminProblem('conflict', 'There is no pending worker secret. Enter a new one first.')
  }
  const held = await openServerSecrets(c.env, before.server)
  if (held.lost.length > 0) {
    throw new AdminProblem(
      'conflict',
      'The master key of these secrets is gone. Enter them again: nothing was sent.',
      { errors: held.lost.map((path) => ({ path, message: 'does not open any more; enter it again' })) },
    )
  }
  const { texts, probe } = await settlePending(c.env, before.server, held.texts)
  if (!probe?.accepted) {
    return c.json(presentChange(c.env, before, probe), 200, etag(before.server.version))
  }
  const after = await saveServer(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'server.worker_secret_rotated',
    before,
    after: { ...before.server, ...(await sealServerSecrets(c.env, before.server, texts)) },
  })
  return c.json(presentChange(c.env, after, probe), 200, etag(after.server.version))
})
