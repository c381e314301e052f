// What admins decided about one server: agents, access lists, groups and overrides, and the form in which calls ask for
// it. Compiled at the first question and kept as long as the snapshot it belongs to. Pure.
import type { UserEntry } from '../../schema/tables/groups.ts'
import type { ClientProof, KnownAgent, KnownUser } from './caller.ts'
import { PREDEFINED_AGENTS } from './predefined-agents.ts'
import type { Standing } from './standing.ts'
import { keyOf } from './user-keys.ts'

export type TargetKind = 'server' | 'gateway'

/** Everything of one server and its Gateway. Rows as they stand in the database fit. */
export interface Governance {
  /** Claimed users and agents count as if they had proven it. */
  acceptClaimed: boolean
  /** Of the server, of its Gateway, of both or of neither. */
  policies: readonly AccessPolicy[]
  rules: readonly OverrideRule[]
  /** Every group that a policy or a rule names. */
  groups: readonly GroupSet[]
  /** Custom agents, and what is added to predefined ones. */
  agents: readonly AgentPatterns[]
}

export interface AccessPolicy {
  id: string
  targetKind: TargetKind
  agents: Readonly<Record<string, boolean>>
  otherAgents: boolean
  unrecognised: boolean
  deniedUsers: readonly UserEntry[]
  allowedUsers: readonly UserEntry[]
  deniedGroups: readonly string[]
  /** Null: not set. */
  allowedGroups: readonly string[] | null
}

export interface OverrideRule {
  id: string
  targetKind: TargetKind
  groupId: string | null
  user: UserEntry | null
  /** Null: every tool. */
  tool: string | null
  toolEnabled: boolean | null
  confirmation: boolean | null
}

export interface GroupSet {
  id: string
  /** Keys of its members (`keyOf`). */
  members: ReadonlySet<string>
}

export interface AgentPatterns {
  id: string
  clientIds: readonly string[]
  clientUrlPrefixes: readonly string[]
  keywords: readonly string[]
}

export interface CompiledPolicy extends Omit<AccessPolicy, 'agents' | 'deniedUsers' | 'allowedUsers'> {
  agents: ReadonlyMap<string, boolean>
  deniedUsers: ReadonlySet<string>
  allowedUsers: ReadonlySet<string>
}

export interface CompiledRule extends OverrideRule {
  /** Key of `user`. */
  userKey: string | null
}

export interface CompiledGovernance {
  acceptClaimed: boolean
  policies: readonly CompiledPolicy[]
  groups: readonly GroupSet[]
  rulesByTool: ReadonlyMap<string, readonly CompiledRule[]>
  rulesForAllTools: readonly CompiledRule[]
  agentIds: ReadonlySet<string>
  agentByClient: ReadonlyMap<string, string>
  /** Longest first. */
  agentPrefixes: readonly (readonly [prefix: string, agentId: string])[]
  agentKeywords: readonly (readonly [keyword: string, agentId: string])[]
  /** Answers that were given before; whoever fills them keeps them bounded. */
  readonly standings: WeakMap<KnownUser, Standing>
  readonly standingsByName: Map<string, Standing>
  readonly agentsByProof: WeakMap<ClientProof, KnownAgent>
  readonly agentsByUserAgent: Map<string, KnownAgent>
}

/** A server about which nothing was decided: everybody may, as the tools' own settings say. */
export const NO_GOVERNANCE: Governance = {
  acceptClaimed: false,
  policies: [],
  rules: [],
  groups: [],
  agents: [],
}

const compiled = new WeakMap<Governance, CompiledGovernance>()

export function compiledOf(governance: Governance): CompiledGovernance {
  let found = compiled.get(governance)
  if (!found) compiled.set(governance, (found = compile(governance)))
  return found
}

function compile(governance: Governance): CompiledGovernance {
  const rules = governance.rules.map((rule) => ({ ...rule, userKey: rule.user && keyOf(rule.user) }))
  const patterns: AgentPatterns[] = [...governance.agents, ...PREDEFINED_AGENTS]
  return {
    acceptClaimed: governance.acceptClaimed,
    policies: governance.policies.map((policy) => ({
      ...policy,
      agents: new Map(Object.entries(policy.agents)),
      deniedUsers: new Set(policy.deniedUsers.map(keyOf)),
      allowedUsers: new Set(policy.allowedUsers.map(keyOf)),
    })),
    groups: governance.groups,
    rulesByTool: byTool(rules),
    rulesForAllTools: rules.filter(({ tool }) => tool === null),
    agentIds: new Set(patterns.map(({ id }) => id)),
    // The first one counts: what this deployment says goes before what Limen knows.
    agentByClient: new Map(patterns.flatMap(({ id, clientIds }) => pairs(clientIds, id)).toReversed()),
    agentPrefixes: longestFirst(
      patterns.flatMap(({ id, clientUrlPrefixes }) => pairs(clientUrlPrefixes, id)),
    ),
    agentKeywords: longestFirst(patterns.flatMap(({ id, keywords }) => pairs(keywords, id))),
    standings: new WeakMap(),
    standingsByName: new Map(),
    agentsByProof: new WeakMap(),
    agentsByUserAgent: new Map(),
  }
}

function byTool(rules: readonly CompiledRule[]): Map<string, CompiledRule[]> {
  const tools = new Map<string, CompiledRule[]>()
  for (const rule of rules) {
    if (rule.tool === null) continue
    const list = tools.get(rule.tool)
    if (list) list.push(rule)
    else tools.set(rule.tool, [rule])
  }
  return tools
}

function pairs(texts: readonly string[], id: string): (readonly [string, string])[] {
  return texts.map((text) => [text, id] as const)
}

/** Stable, so that of two equal ones the first counts. */
function longestFirst<T extends readonly [string, string]>(list: readonly T[]): T[] {
  return list.toSorted(([a], [b]) => b.length - a.length)
}
