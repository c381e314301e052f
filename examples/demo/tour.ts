// The tour of `npm start`: a real SDK client through the whole flow at each server, told step by step.
import type { ConfiguredServer } from './configure.ts'
import { connect, textOf, type DemoClient } from './demo-client.ts'
import { loadTokenRequests, refuseTokensOf } from './ledgers.ts'
import { WalkingProvider } from './oauth-provider.ts'
import { users, type DemoUser, type Stack } from './stack.ts'
import { expectThat, type Transcript } from './transcript.ts'

interface Visit {
  server: ConfiguredServer
  /** One for each server: the API's switch ends all tokens of one person. */
  person: DemoUser
  provider: WalkingProvider
  pages: string[]
  session?: DemoClient
}

/** Which tool a server's scope subset allows, and with what. */
const calls: Record<string, { name: string; arguments: Record<string, unknown> }> = {
  'support-assistant': { name: 'list_todos', arguments: {} },
  'ops-console': { name: 'add_todo', arguments: { title: 'Water the plants' } },
}

export async function takeTour(
  stack: Stack,
  servers: readonly ConfiguredServer[],
  transcript: Transcript,
): Promise<void> {
  const visits: Visit[] = []
  for (const [index, server] of servers.entries()) {
    const person = users[index % users.length] ?? users[0]
    transcript.heading(`${server.slug}  ${server.mcpUrl}`)
    const visit = visitOf(server, person)
    visits.push(visit)
    await signIn(visit, transcript)
    await useTools(visit, transcript)
  }
  for (const [index, visit] of visits.entries()) {
    const other = visits[(index + 1) % visits.length]
    if (!other || other === visit) continue
    transcript.heading(`${visit.server.slug} again`)
    await refuseForeignToken(visit, other, transcript)
    await expireAndRefresh(stack, visit, transcript)
    await visit.session?.close()
  }
}

function visitOf(server: ConfiguredServer, person: DemoUser): Visit {
  const pages: string[] = []
  const onStep = (page: string) => void pages.push(page)
  return {
    server,
    person,
    pages,
    provider: new WalkingProvider({ clientName: 'Limen demo', person, onStep }),
  }
}

async function signIn(visit: Visit, { step }: Transcript): Promise<void> {
  const { server, provider, pages } = visit
  await step('discovery', async () => {
    const challenge = await challengeOf(server.mcpUrl)
    const { authorization_servers: issuers } = await getJson(challenge.resource_metadata ?? '')
    return `401 → ${new URL(challenge.resource_metadata ?? '').pathname} → issuer ${String(issuers)}`
  })
  await step('registration', async () => {
    visit.session = await connect(server.mcpUrl, provider)
    return `the client registered itself as ${provider.client?.client_id}`
  })
  await step('consent', async () => {
    const page = pages.find((url) => url.startsWith(new URL(server.mcpUrl).origin))
    expectThat(page !== undefined, 'the consent page never appeared')
    return `Limen asked; Allow pressed for ${provider.authorizationUrl?.searchParams.get('scope')}`
  })
  await step('login', async () => {
    const page = pages.find((url) => !url.startsWith(new URL(server.mcpUrl).origin))
    expectThat(page !== undefined, 'the login page never appeared')
    return `${provider.options.person.login} signed in at ${new URL(page).origin}`
  })
  await step('token', async () => {
    const { access_token: token = '', expires_in: seconds, scope, refresh_token } = provider.stored ?? {}
    expectThat(token.startsWith('lmn_'), 'the client has no token of Limen')
    expectThat(refresh_token !== undefined, 'the client has no refresh token')
    return `${token.slice(0, 9)}… for "${scope}", ${seconds} s, with a refresh token`
  })
}

async function useTools(visit: Visit, { step }: Transcript): Promise<void> {
  await step('tools/list', async () => {
    const { tools } = await clientOf(visit).listTools()
    return tools.map((tool) => tool.name).join(', ')
  })
  await step('tools/call', () => callTool(visit))
}

async function refuseForeignToken(visit: Visit, other: Visit, { step }: Transcript): Promise<void> {
  await step('foreign token', async () => {
    const response = await post(visit.server.mcpUrl, other.provider.stored?.access_token)
    expectThat(response.status === 401, `the token of ${other.server.slug} was answered ${response.status}`)
    return `the token of ${other.server.slug} is refused here: 401 invalid_token`
  })
}

/** Both tokens of the chain end: the client's at Limen, and Limen's at the API. Nobody has to sign in again. */
async function expireAndRefresh(stack: Stack, visit: Visit, { step }: Transcript): Promise<void> {
  await step('expiry', async () => {
    const before = visit.provider.stored
    visit.provider.expireAccessToken()
    await callTool(visit)
    const after = visit.provider.stored
    expectThat(visit.provider.signIns === 1, 'a person had to sign in again')
    expectThat(after?.access_token !== before?.access_token, 'the client did not refresh')
    return "the client's token ended; it refreshed at Limen and the call went through"
  })
  await step('downstream', async () => {
    const before = await loadTokenRequests(stack.issuer)
    await refuseTokensOf(stack.apiUrl, visit.person)
    await callTool(visit)
    const made = (await loadTokenRequests(stack.issuer)).refreshed - before.refreshed
    expectThat(made === 1, `${made} refreshes at the authorization server instead of one`)
    expectThat(visit.provider.signIns === 1, 'a person had to sign in again')
    return "the API ended Limen's token; Limen refreshed once and the call went through"
  })
}

async function callTool(visit: Visit): Promise<string> {
  const call = calls[visit.server.slug] ?? { name: 'whoami', arguments: {} }
  const answer = textOf(await clientOf(visit).callTool(call))
  return `${call.name} → ${answer.replaceAll(/\s+/g, ' ').slice(0, 90)}`
}

function clientOf(visit: Visit) {
  if (!visit.session) throw new Error('not connected')
  return visit.session.client
}

async function challengeOf(mcpUrl: string): Promise<Record<string, string>> {
  const response = await post(mcpUrl)
  expectThat(response.status === 401, `a call without a token was answered ${response.status}`)
  const header = response.headers.get('www-authenticate') ?? ''
  return Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]))
}

async function post(mcpUrl: string, token?: string): Promise<Response> {
  const response = await fetch(mcpUrl, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  })
  await response.body?.cancel()
  return response
}

async function getJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url)
  expectThat(response.ok, `${url} answered ${response.status}`)
  return (await response.json()) as Record<string, unknown>
}
