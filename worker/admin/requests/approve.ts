// Installs what was asked for, or answers what is still needed and leaves the request open.
import { libraryInstall } from '../../../schema/api/library.ts'
import { requestApproved, requestSetup } from '../../../schema/api/requests.ts'
import { AdminProblem } from '../admin-problem.ts'
import { auditChange } from '../audit/audit-change.ts'
import { GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { installEntry } from '../library/install-entry.ts'
import { loadEntry } from '../library/load-entry.ts'
import { idParam } from '../route-parts.ts'
import { decidedRequest, decisionChange, isStillOpen } from './decision.ts'
import { loadOpenRequest } from './load.ts'
import { presentRequest } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/requests/{id}/approve',
  permission: 'library.install',
  operationId: 'approveRequest',
  summary: 'Install what was asked for; the body is that of an install',
  request: { params: idParam, body: jsonBody(libraryInstall) },
  responses: {
    201: jsonAnswer(requestApproved, 'Installed; the request is closed for everybody who asked'),
    200: jsonAnswer(requestSetup, 'Nothing was made: what is still needed; the request stays open'),
  },
})

export const approveRequest = endpoint(route, async (c) => {
  const { request, requesters } = await loadOpenRequest(c.env, c.req.valid('param').id)
  const actor = c.get('actor')
  const requestId = c.get('requestId')
  let decided = request
  const outcome = await installEntry(c.env, loadEntry(request.entryId), c.req.valid('json'), {
    actor,
    requestId,
    guard: isStillOpen(request.id),
    together: (serverId, at) => {
      decided = decidedRequest(request, { state: 'installed', reason: null, serverId }, actor, at)
      return [
        decisionChange(decided),
        auditChange({
          actor,
          requestId,
          at,
          action: 'request.installed',
          resource: { kind: 'request', id: request.id },
          before: { state: request.state },
          after: { state: decided.state, entryId: decided.entryId, serverId },
        }),
      ]
    },
  }).catch(async (error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    await loadOpenRequest(c.env, request.id)
    throw new AdminProblem('conflict', 'The Gateway changed while installing. Try again.')
  })
  if (outcome.state === 'needs_setup') {
    return c.json({ ...outcome, request: presentRequest(request, requesters) }, 200)
  }
  const answer = { ...outcome, request: presentRequest(decided, requesters) }
  return c.json(answer, 201, etag(outcome.server.version))
})
