// Real calls by real clients of both people, so that no page of the dashboard is empty: what works, what a tool refuses,
// what a rule refuses, and what nobody knows.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { ConfiguredServer } from './configure.ts'
import { connect, type DemoClient } from './demo-client.ts'
import { TRIAGE_CLIENT, TRIAGE_REDIRECT, type Furnished } from './furnish.ts'
import { WalkingProvider } from './oauth-provider.ts'
import { users, type DemoUser } from './stack.ts'

type Call = readonly [tool: string, input: Record<string, unknown>]

const CALLS: Readonly<Record<string, readonly Call[]>> = {
  'support-assistant': [
    ['list_todos', {}],
    ['whoami', {}],
    ['list_todos', {}],
    ['add_todo', { title: 'Answer the customer' }],
    ['list_todos', {}],
    ['close_ticket', { id: 7 }],
  ],
  'ops-console': [
    ['add_todo', { title: 'Restart the printer' }],
    ['list_todos', {}],
    ['whoami', {}],
    ['complete_todo', { id: 99_999 }],
    ['count_slowly', { steps: 2 }],
    ['add_todo', { title: 'Order paper' }],
  ],
}

const HANDBOOK_CALLS: readonly Call[] = [
  ['search_handbook', { word: 'ticket' }],
  ['read_page', { title: 'Refunds' }],
  ['read_page', { title: 'Holidays' }],
  ['search_handbook', { word: 'refund' }],
]

/** How many calls were made, whatever they were answered. */
export async function makeTraffic(
  servers: readonly ConfiguredServer[],
  { handbook }: Furnished,
): Promise<number> {
  let made = 0
  for (const server of servers) {
    for (const person of users) made += await workAt(server, person)
  }
  if (handbook) made += await workWithToken(handbook)
  return made
}

async function workAt({ slug, mcpUrl }: ConfiguredServer, person: DemoUser): Promise<number> {
  return work(await connect(mcpUrl, agentOf(person, mcpUrl)), CALLS[slug] ?? [])
}

/** Ada's agent is one that an admin registered; Grace's client registers itself. */
export function agentOf(person: DemoUser, mcpUrl: string): WalkingProvider {
  if (person !== users[0]) return new WalkingProvider({ clientName: 'Desk agent', person })
  const triage = new WalkingProvider({ clientName: 'Ticket triage', person, redirectUri: TRIAGE_REDIRECT })
  // Known to the client for this issuer only.
  triage.client = { client_id: TRIAGE_CLIENT, issuer: mcpUrl.replace(/\/mcp$/, '') }
  return triage
}

async function workWithToken({ mcpUrl, token }: { mcpUrl: string; token: string }): Promise<number> {
  const client = new Client({ name: 'nightly-report', version: '1.0.0' })
  await client.connect(
    new StreamableHTTPClientTransport(new URL(mcpUrl), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  )
  return work({ client, close: () => client.close() }, HANDBOOK_CALLS)
}

async function work(session: DemoClient, calls: readonly Call[]): Promise<number> {
  await session.client.listTools()
  for (const [name, input] of calls) {
    // Some are refused on purpose: that stands in the log, where it belongs.
    await session.client.callTool({ name, arguments: input }).catch(() => undefined)
  }
  await session.close()
  return calls.length + 1
}
