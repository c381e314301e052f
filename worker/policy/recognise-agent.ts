// Which agent is this client? By the OAuth client where there is one, else by access token, and only where there is
// neither by User-Agent. A fallback never raises the level (product.md §6). Pure.
import type { ClientProof, KnownAgent, Level } from './caller.ts'
import { compiledOf, type CompiledGovernance, type Governance } from './governance.ts'

const USER_AGENTS_MAX = 500
const USER_AGENT_CHARS_MAX = 1_000

type OAuthProof = Extract<ClientProof, { kind: 'oauth' }>

/** `userAgent` is the header, null when absent. */
export function recogniseAgent(
  governance: Governance,
  proof: ClientProof,
  userAgent: string | null,
): KnownAgent {
  const compiled = compiledOf(governance)
  if (proof.kind === 'none' || proof.kind === 'passthrough') return byUserAgent(compiled, userAgent)
  const before = compiled.agentsByProof.get(proof)
  if (before) return before
  const agent = proof.kind === 'oauth' ? byClient(compiled, proof) : byToken(compiled, proof.agentId)
  compiled.agentsByProof.set(proof, agent)
  return agent
}

function byClient(compiled: CompiledGovernance, proof: OAuthProof): KnownAgent {
  const id = agentOfClient(compiled, proof)
  return { id, level: levelOf(proof), recognisedBy: id === null ? 'none' : 'client' }
}

/** The name in a dynamic registration is as good as a User-Agent, and its level says so. */
function agentOfClient(compiled: CompiledGovernance, proof: OAuthProof): string | null {
  const { clientId, clientName, registration } = proof
  const exact = compiled.agentByClient.get(clientId)
  if (exact !== undefined) return exact
  if (registration === 'cimd') return agentOfPrefix(compiled, clientId)
  return registration === 'dcr' ? agentOfText(compiled, clientName) : null
}

function levelOf({ registration, hasLoopbackRedirect }: OAuthProof): Level {
  if (registration === 'preregistered') return 'proven'
  if (registration === 'dcr') return 'claimed'
  return hasLoopbackRedirect ? 'bound' : 'proven'
}

/** A token says itself for whom it was made; what stands in a header beside it changes nothing. */
function byToken({ agentIds }: CompiledGovernance, agentId: string | null): KnownAgent {
  if (agentId === null || !agentIds.has(agentId)) return { id: null, level: 'claimed', recognisedBy: 'none' }
  return { id: agentId, level: 'bound', recognisedBy: 'access_token' }
}

function byUserAgent(compiled: CompiledGovernance, header: string | null): KnownAgent {
  const text = (header ?? '').slice(0, USER_AGENT_CHARS_MAX)
  const { agentsByUserAgent: known } = compiled
  const before = known.get(text)
  if (before) return before
  const id = agentOfText(compiled, text)
  const agent: KnownAgent = { id, level: 'claimed', recognisedBy: id === null ? 'none' : 'user_agent' }
  if (known.size >= USER_AGENTS_MAX) known.clear()
  known.set(text, agent)
  return agent
}

function agentOfPrefix({ agentPrefixes }: CompiledGovernance, url: string): string | null {
  return agentPrefixes.find(([prefix]) => url.startsWith(prefix))?.[1] ?? null
}

function agentOfText({ agentKeywords }: CompiledGovernance, text: string): string | null {
  const lower = text.toLowerCase()
  return agentKeywords.find(([keyword]) => lower.includes(keyword))?.[1] ?? null
}
