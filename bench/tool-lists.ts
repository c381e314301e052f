// `npm run bench:tool-lists`: what filtering costs for a page of 500 tools that this isolate has seen before, every other
// one hidden. The function that worker/mcp calls with each answer, in this V8. The exit code says whether the budget
// holds. Typed with the Worker (tsconfig.json), because it runs more of it than the pure folders.
import { findKnownPage } from '../worker/catalog/tool-page.ts'
import type { Snapshot, ToolPolicy } from '../worker/edge/snapshot.ts'
import { listFilter } from '../worker/mcp/filter-lists.ts'
import type { Exchange } from '../worker/mcp/parts.ts'
import { readMessage } from '../worker/mcp/read-message.ts'
import { NO_GOVERNANCE } from '../worker/policy/governance.ts'
import { serverRow } from '../worker/testing/rows.ts'

const TOOLS = 500
const ROUNDS = 500
const MILLISECONDS_MAX = 2

const server = serverRow({ id: 'srv_bench' })
const text = JSON.stringify({ result: { tools: definitions(), cacheScope: 'public' }, jsonrpc: '2.0', id: 1 })
const known = (await findKnownPage(server.id, text))?.page.tools ?? []

const snapshot: Snapshot = {
  revision: 'one',
  server,
  attachment: null,
  gateway: null,
  scopes: [],
  tools: new Map(known.map(({ name, hash }, index) => [name ?? '', policyOf(hash, index % 2 === 0)])),
  preregisteredClients: [],
  embeddingApps: [],
  governance: NO_GOVERNANCE,
  meters: null,
}

// Of the platform, filtering touches the database alone: it notes once that the page was seen.
const exchange = {
  request: new Request('https://limen.example/s/bench/mcp'),
  env: { DB: { prepare: () => ({ bind: () => null }), batch: async () => [] } },
  ctx: { waitUntil: () => undefined },
  snapshot,
} as unknown as Exchange
const asked = new TextEncoder().encode('{"jsonrpc":"2.0","id":1,"method":"tools/list"}')
const filter = listFilter(exchange, null, 'POST', readMessage(asked, new Headers()))

const first: { result: { tools: unknown[] } } = JSON.parse((await filter?.(text)) ?? '')
if (first.result.tools.length !== TOOLS / 2) throw new Error('the benchmark does not measure what it says')

const times: number[] = []
for (let round = 0; round < ROUNDS; round += 1) {
  // Another string each time, as each answer is one.
  const answer = text.replace('"id":1', `"id":${round}`)
  const before = performance.now()
  await filter?.(answer)
  times.push(performance.now() - before)
}
const each = times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN
const holds = each <= MILLISECONDS_MAX
console.log(
  `a known page of ${TOOLS} tools: ${each.toFixed(3)} ms (at most ${MILLISECONDS_MAX}): ${holds ? 'holds' : 'DOES NOT HOLD'}`,
)
if (!holds) throw new Error('a list costs more than its budget')

function definitions() {
  return Array.from({ length: TOOLS }, (_, n) => ({
    name: `tool_${n}`,
    description: `tool_${n}: ${'what it does and when to use it, '.repeat(12)}`,
    inputSchema: { type: 'object', properties: { id: { type: 'string' }, text: { type: 'string' } } },
    annotations: { readOnlyHint: true },
  }))
}

function policyOf(hash: string, enabled: boolean): ToolPolicy {
  return {
    enabled,
    requiredScopes: [],
    timeoutMs: null,
    risk: 'read',
    confirmation: false,
    cost: 1,
    state: 'approved',
    hash,
    seenHash: null,
  }
}
