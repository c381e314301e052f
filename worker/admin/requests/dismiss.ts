// Declines a request; everybody who asked sees the reason.
import { installRequest, requestDismiss } from '../../../schema/api/requests.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { decidedRequest, decisionChange, isStillOpen } from './decision.ts'
import { loadOpenRequest } from './load.ts'
import { presentRequest } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/requests/{id}/dismiss',
  permission: 'library.install',
  operationId: 'dismissRequest',
  summary: 'Dismiss a request with a reason',
  request: { params: idParam, body: jsonBody(requestDismiss) },
  responses: { 200: jsonAnswer(installRequest, 'Dismissed') },
})

export const dismissRequest = endpoint(route, async (c) => {
  const { request, requesters } = await loadOpenRequest(c.env, c.req.valid('param').id)
  const { reason } = c.req.valid('json')
  const actor = c.get('actor')
  const at = Date.now()
  const decided = decidedRequest(request, { state: 'dismissed', reason, serverId: null }, actor, at)
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'request.dismissed',
    resource: { kind: 'request', id: request.id },
    before: { state: request.state },
    after: { state: decided.state, entryId: decided.entryId, reason },
    guard: isStillOpen(request.id),
    changes: [decisionChange(decided)],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) await loadOpenRequest(c.env, request.id)
    throw error
  })
  return c.json(presentRequest(decided, requesters), 200)
})
