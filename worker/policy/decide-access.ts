// May this agent, and may this user, use the server at all? Asked before anything is listed (product.md §6). Pure.
import type { KnownAgent, KnownUser } from './caller.ts'
import { compiledOf, type CompiledPolicy, type Governance, type TargetKind } from './governance.ts'
import { standingOf } from './standing.ts'

/** Which step of which policy decided; `rule` is its id, null where nothing was decided by anybody. */
export type AgentVerdict =
  | { allow: true }
  | { allow: false; rule: string; target: TargetKind; step: 'agent' | 'unrecognised' | 'claimed' }

const ALLOWED: AgentVerdict = { allow: true }

/** Server and Gateway are both asked; the first that refuses decides. */
export function decideAgent(governance: Governance, agent: KnownAgent): AgentVerdict {
  const { policies, acceptClaimed } = compiledOf(governance)
  for (const policy of policies) {
    const step = refusedStep(policy, agent, acceptClaimed)
    if (step !== undefined) return { allow: false, rule: policy.id, target: policy.targetKind, step }
  }
  return ALLOWED
}

/** Who only says that they are an agent can be denied as that agent, and else is nobody (S20). */
function refusedStep(
  policy: CompiledPolicy,
  { id, level }: KnownAgent,
  acceptClaimed: boolean,
): 'agent' | 'unrecognised' | 'claimed' | undefined {
  if (id === null) return policy.unrecognised ? undefined : 'unrecognised'
  if (!(policy.agents.get(id) ?? policy.otherAgents)) return 'agent'
  return level !== 'claimed' || acceptClaimed || policy.unrecognised ? undefined : 'claimed'
}

/** The access lists of server and Gateway. */
export function decideUser(governance: Governance, user: KnownUser | null) {
  return standingOf(compiledOf(governance), user).access
}
