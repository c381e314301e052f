// Sets which agents a server admits, or a Gateway for all its servers. The first write needs no `If-Match`.
import { targetAgentsChanged, targetAgentsUpdate } from '../../../schema/api/agents.ts'
import { GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { EFFECTIVE_WITHIN_SECONDS } from '../rules/effective-within.ts'
import { findPolicy, loadTarget, type Target } from '../rules/load-target.ts'
import { savePolicy } from '../rules/save-policy.ts'
import { agentsGuard, checkAgents, mergeAgents } from './merge-agents.ts'
import { listAgentNames } from './load.ts'
import { presentTargetAgents } from './present-target.ts'

function setAgents(kind: Target['kind']) {
  const route = defineRoute({
    method: 'patch',
    path: `/${kind}s/{id}/agents`,
    permission: 'agents.configure',
    operationId: kind === 'server' ? 'setServerAgents' : 'setGatewayAgents',
    summary:
      kind === 'server'
        ? 'Set which agents may use a server'
        : 'Set which agents may use the servers of a Gateway',
    request: { params: idParam, headers: ifMatchHeader, body: jsonBody(targetAgentsUpdate) },
    responses: { 200: jsonAnswer(targetAgentsChanged, 'Set') },
  })
  return endpoint(route, async (c) => {
    const target = await loadTarget(c.env, kind, c.req.valid('param').id)
    const before = await findPolicy(c.env, target)
    const given = c.req.valid('header')['if-match']
    if (before || given !== undefined) checkVersion(checkIfMatch(given), before?.version ?? 0)
    const { agents: changed = {}, otherAgents, unrecognised } = c.req.valid('json')
    await checkAgents(c.env, Object.keys(changed))
    const agents = mergeAgents(before?.agents ?? {}, changed)
    const row = await savePolicy(c.env, {
      actor: c.get('actor'),
      requestId: c.get('requestId'),
      action: `${kind}.agents_changed`,
      target,
      before,
      change: {
        agents,
        ...(otherAgents === undefined ? {} : { otherAgents }),
        ...(unrecognised === undefined ? {} : { unrecognised }),
      },
      guard: agentsGuard(Object.keys(changed)),
    }).catch(async (error: unknown) => {
      if (!(error instanceof GuardFailed)) throw error
      await loadTarget(c.env, kind, target.id)
      await checkAgents(c.env, Object.keys(changed))
      throw stale((await findPolicy(c.env, target))?.version)
    })
    const view = presentTargetAgents(row, await listAgentNames(c.env))
    return c.json({ ...view, effectiveWithinSeconds: EFFECTIVE_WITHIN_SECONDS }, 200, etag(view.version))
  })
}

export const setServerAgents = setAgents('server')
export const setGatewayAgents = setAgents('gateway')
