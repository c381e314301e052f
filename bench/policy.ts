// `npm run bench:policy`: the CPU time that policy adds to a warm call, without and with 1,000 rules, 500 tools and 100
// groups. The same functions in the same order as worker/mcp, in this V8. The exit code says whether the budgets hold.
import type { ClientProof, KnownUser } from '../worker/policy/caller.ts'
import { decideAgent, decideUser } from '../worker/policy/decide-access.ts'
import { decideCall, type CallPolicy } from '../worker/policy/decide-call.ts'
import { effectiveTool } from '../worker/policy/effective-tool.ts'
import { NO_GOVERNANCE, type Governance, type OverrideRule } from '../worker/policy/governance.ts'
import { recogniseAgent } from '../worker/policy/recognise-agent.ts'
import { keyOf } from '../worker/policy/user-keys.ts'
import { checkJson } from '../worker/protocol/json.ts'
import { parseBody, type Message } from '../worker/protocol/message.ts'

const USERS = 1_000
const TOOLS = 500
const GROUPS = 100
const RULES = 1_000
const CALLS_PER_ROUND = 100_000
const ROUNDS = 15
const MICROS_MAX = 10
const GOVERNED_MICROS_MAX = 30
const LIST_MICROS_MAX = 2_000

interface Caller {
  user: KnownUser
  proof: ClientProof
}

const callers: Caller[] = Array.from({ length: USERS }, (_, n) => ({
  user: {
    level: 'proven',
    issuer: 'https://login.example.com',
    subject: `user-${n}`,
    organization: null,
    email: `user-${n}@example.com`,
    emailVerified: true,
  },
  proof: {
    kind: 'oauth',
    clientId:
      n % 2 ? 'https://claude.ai/oauth/mcp-oauth-client-metadata' : 'https://chatgpt.com/oauth/a/client.json',
    clientName: 'Client',
    registration: 'cimd',
    hasLoopbackRedirect: false,
  },
}))

const calls: Message[][] = Array.from({ length: TOOLS }, (_, n) => {
  const text = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tool-${n}","arguments":{}}}`
  return [...parseBody(checkJson(new TextEncoder().encode(text))).messages]
})

const tools: CallPolicy['tools'] = new Map(
  Array.from({ length: TOOLS }, (_, n) => [
    `tool-${n}`,
    { enabled: true, seenHash: null, requiredScopes: [] },
  ]),
)

/** A fresh revision each time: nothing is compiled yet. Every user is in every group. */
function governed(): Governance {
  const members = new Set(callers.map(({ user }) => keyOf({ email: user.email ?? '' })))
  const lists = { deniedGroups: ['grp_nobody'], allowedGroups: ['grp_0', 'grp_99'] }
  const policy = {
    agents: { agt_claude: true, agt_openai: true },
    otherAgents: false,
    unrecognised: false,
    deniedUsers: Array.from({ length: 500 }, (_, n) => ({ email: `denied-${n}@example.com` })),
    allowedUsers: [],
    ...lists,
  }
  return {
    acceptClaimed: false,
    policies: [
      { ...policy, id: 'rul_server', targetKind: 'server' },
      { ...policy, id: 'rul_gateway', targetKind: 'gateway' },
    ],
    rules: Array.from({ length: RULES }, (_, n): OverrideRule => ({
      id: `rul_${n}`,
      targetKind: n % 10 ? 'server' : 'gateway',
      groupId: n % 3 ? `grp_${n % GROUPS}` : null,
      user: n % 3 ? null : { email: `user-${n % USERS}@example.com` },
      tool: n % 50 ? `tool-${n % TOOLS}` : null,
      toolEnabled: true,
      confirmation: n % 2 ? true : null,
    })),
    groups: Array.from({ length: GROUPS }, (_, n) => ({ id: `grp_${n}`, members })),
    agents: [],
  }
}

/** Everything that policy decides about one call. */
function decide(policy: CallPolicy, { user, proof }: Caller, messages: Message[]): boolean {
  const agent = recogniseAgent(policy.governance, proof, null)
  return (
    decideAgent(policy.governance, agent).allow &&
    decideUser(policy.governance, user).allow &&
    decideCall(policy, messages, [], user).allow
  )
}

/** Median CPU time of a call, in microseconds. Users and tools take turns. */
function measure(policy: CallPolicy): number {
  const rounds: number[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = process.cpuUsage()
    let allowed = 0
    for (let n = 0; n < CALLS_PER_ROUND; n += 1) {
      // Each user calls another tool each time, so that what is kept of the last ones seldom helps.
      const messages = calls[(n + Math.floor(n / USERS)) % TOOLS]!
      if (decide(policy, callers[n % USERS]!, messages)) allowed += 1
    }
    const { user, system } = process.cpuUsage(before)
    if (allowed !== CALLS_PER_ROUND) throw new Error('the benchmark measures refusals')
    // The first round compiles and meets everybody.
    if (round > 0) rounds.push((user + system) / CALLS_PER_ROUND)
  }
  return rounds.toSorted((a, b) => a - b)[rounds.length >> 1] ?? Number.NaN
}

/** CPU time of `work` with everything it needs made anew, in microseconds: the median. */
function measureOnce(work: (policy: CallPolicy, caller: Caller) => void, meet: boolean): number {
  const times: number[] = []
  for (let n = 0; n < 200; n += 1) {
    const policy = policyOf(governed())
    const caller = callers[n % USERS]!
    if (meet) decide(policy, caller, calls[0]!)
    const before = performance.now()
    work(policy, caller)
    times.push((performance.now() - before) * 1_000)
  }
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN
}

/** CPU time of the first call of each user in a revision that others have used before. */
function measureFirstCalls(): number {
  const revisions = Array.from({ length: 10 }, () => policyOf(governed()))
  for (const policy of revisions) decide(policy, callers[0]!, calls[0]!)
  const before = process.cpuUsage()
  for (const policy of revisions) for (const caller of callers) decide(policy, caller, calls[0]!)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / revisions.length / USERS
}

function policyOf(governance: Governance): CallPolicy {
  return { scopes: [], tools, server: { newTools: 'on', changedTools: 'report' }, governance }
}

function filterList(policy: CallPolicy, { user }: Caller): void {
  for (const [name, tool] of policy.tools) {
    effectiveTool(policy.governance, user, name, { enabled: tool.enabled, confirmation: false })
  }
}

const plain = measure(policyOf(NO_GOVERNANCE))
const full = measure(policyOf(governed()))
const list = measureOnce(filterList, true)
const first = measureOnce((policy, caller) => void decide(policy, caller, calls[0]!), false)
const next = measureFirstCalls()

report('a warm call, nothing governed', plain, MICROS_MAX)
report(`a warm call, ${RULES} rules, ${TOOLS} tools, ${GROUPS} groups`, full, GOVERNED_MICROS_MAX)
report(`the settings of a list of ${TOOLS} tools`, list, LIST_MICROS_MAX)
console.log(`Once for each revision and isolate, with its first call: ${first.toFixed(0)} µs`)
console.log(`Once for each user and revision: ${next.toFixed(0)} µs`)

function report(what: string, micros: number, most: number): void {
  const holds = micros <= most
  console.log(`${what}: ${micros.toFixed(2)} µs (at most ${most}): ${holds ? 'holds' : 'DOES NOT HOLD'}`)
  if (!holds) process.exitCode = 1
}
