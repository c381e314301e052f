// One switch of the mapping, from the agent's side. It says the whole of what it changes, so it needs no `If-Match`.
import { z } from 'zod'
import { agentSwitch, targetAgentsChanged } from '../../../schema/api/agents.ts'
import type { AccessPolicyRow } from '../../../schema/tables/access-policies.ts'
import { GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { EFFECTIVE_WITHIN_SECONDS } from '../rules/effective-within.ts'
import { findPolicy, loadTarget, type Target } from '../rules/load-target.ts'
import { savePolicy } from '../rules/save-policy.ts'
import { listAgentNames, loadAgent } from './load.ts'
import { agentsGuard, mergeAgents } from './merge-agents.ts'
import { presentTargetAgents } from './present-target.ts'

/** Somebody else may save the same row meanwhile; the switch is then set on what they saved. */
const TRIES_MAX = 5

function switchAgent(kind: Target['kind']) {
  const route = defineRoute({
    method: 'put',
    path: `/agents/{id}/${kind}s/{targetId}`,
    permission: 'agents.configure',
    operationId: kind === 'server' ? 'setAgentAtServer' : 'setAgentAtGateway',
    summary:
      kind === 'server'
        ? 'Allow or deny an agent at one server'
        : 'Allow or deny an agent at every server of a Gateway',
    request: {
      params: idParam.extend({ targetId: z.string().min(1).max(200) }),
      body: jsonBody(agentSwitch),
    },
    responses: { 200: jsonAnswer(targetAgentsChanged, 'Set') },
  })
  return endpoint(route, async (c) => {
    const { id, targetId } = c.req.valid('param')
    const { allowed } = c.req.valid('json')
    let row: AccessPolicyRow | undefined
    for (let tries = 0; !row; tries += 1) {
      const agent = await loadAgent(c.env, id)
      const target = await loadTarget(c.env, kind, targetId)
      const before = await findPolicy(c.env, target)
      if (tries === TRIES_MAX) throw stale(before?.version)
      row = await savePolicy(c.env, {
        actor: c.get('actor'),
        requestId: c.get('requestId'),
        action: `${kind}.agents_changed`,
        target,
        before,
        change: { agents: mergeAgents(before?.agents ?? {}, { [agent.id]: allowed }) },
        guard: agentsGuard([agent.id]),
      }).catch((error: unknown) => {
        if (error instanceof GuardFailed) return undefined
        throw error
      })
    }
    const view = presentTargetAgents(row, await listAgentNames(c.env))
    return c.json({ ...view, effectiveWithinSeconds: EFFECTIVE_WITHIN_SECONDS }, 200, etag(view.version))
  })
}

export const setAgentAtServer = switchAgent('server')
export const setAgentAtGateway = switchAgent('gateway')
