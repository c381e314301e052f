// Which agents a server admits, or a Gateway for all its servers (product.md §6).
import { targetAgents } from '../../../schema/api/agents.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { findPolicy, loadTarget, type Target } from '../rules/load-target.ts'
import { listAgentNames } from './load.ts'
import { presentTargetAgents } from './present-target.ts'

function getAgents(kind: Target['kind']) {
  const route = defineRoute({
    method: 'get',
    path: `/${kind}s/{id}/agents`,
    permission: kind === 'server' ? 'servers.read' : 'gateways.read',
    operationId: kind === 'server' ? 'getServerAgents' : 'getGatewayAgents',
    summary:
      kind === 'server'
        ? 'Which agents may use a server'
        : 'Which agents may use the servers of a Gateway; a server can only be stricter',
    request: { params: idParam },
    responses: { 200: jsonAnswer(targetAgents, 'Every agent; version 0 before the first change') },
  })
  return endpoint(route, async (c) => {
    const target = await loadTarget(c.env, kind, c.req.valid('param').id)
    const view = presentTargetAgents(await findPolicy(c.env, target), await listAgentNames(c.env))
    return c.json(view, 200, etag(view.version))
  })
}

export const getServerAgents = getAgents('server')
export const getGatewayAgents = getAgents('gateway')
