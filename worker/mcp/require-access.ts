// May this client, and may this user, use the server at all? Asked before anything is listed (product.md §6, M14).
import type { KnownAgent } from '../policy/caller.ts'
import { decideAgent, decideUser } from '../policy/decide-access.ts'
import { recogniseAgent } from '../policy/recognise-agent.ts'
import type { Access } from './authenticate.ts'
import type { CallRecord } from './call-record.ts'
import type { Exchange } from './parts.ts'
import { McpRefusal } from './refusal.ts'

/** Answers which agent the client is. Strangers learn the id of the rule that refuses, the log which step of it. */
export function requireAccess(
  { request, snapshot }: Pick<Exchange, 'request' | 'snapshot'>,
  access: Pick<Access, 'proof' | 'user'>,
  record?: Pick<CallRecord, 'noteAgent'>,
): KnownAgent {
  const { governance } = snapshot
  const { proof, user } = access
  // Whoever has an OAuth client or an access token is not asked for a User-Agent.
  const isNameless = proof.kind === 'none' || proof.kind === 'passthrough'
  const agent = recogniseAgent(governance, proof, isNameless ? request.headers.get('user-agent') : null)
  record?.noteAgent(agent)
  if (governance.policies.length === 0) return agent
  const ofAgent = decideAgent(governance, agent)
  if (!ofAgent.allow) {
    const { rule, target, step } = ofAgent
    throw new McpRefusal('agent_not_allowed', { rule, detail: `refused by the ${target}: ${step}` })
  }
  const ofUser = decideUser(governance, user)
  if (!ofUser.allow) {
    const { rule, target, step } = ofUser
    throw new McpRefusal('access_denied', { rule, detail: `refused by the ${target}: ${step}` })
  }
  return agent
}
