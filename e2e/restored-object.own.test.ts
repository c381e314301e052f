// An operator puts the database of a Gateway's object back (security.md §3, last line): real clients, a real authorization
// server that rotates refresh tokens and ends the grant of one that comes twice, the real command, real files.
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadTokenRequests, refuseTokensOf } from '../examples/demo/ledgers.ts'
import { persistDirectory } from '../examples/demo/limen.ts'
import { WalkingProvider } from '../examples/demo/oauth-provider.ts'
import { users } from '../examples/demo/stack.ts'
import { clientLines, type Session } from './harness/client-lines.ts'
import { startOwnStack, type OwnStack } from './harness/own-stack.ts'
import { refresh, signIn, statusAt, type Tokens } from './harness/raw-oauth.ts'
import { until } from './harness/until.ts'

const [ada, grace] = users
const root = path.resolve(import.meta.dirname, '..')
const line = clientLines.find(({ label }) => label === 'SDK 2.x auto')
let stack: OwnStack
beforeAll(async () => {
  stack = await startOwnStack()
})
afterAll(() => stack?.dispose())

async function connectAs(person: (typeof users)[number]) {
  const provider = new WalkingProvider({ clientName: `of ${person.login}`, person })
  const session = await line?.connect(stack.server.mcpUrl, provider)
  if (!session) throw new Error('no client')
  return { provider, session }
}

/** Calls until it goes through, walking through a sign-in where the server asks for one. */
async function comesThrough({ provider, session }: { provider: WalkingProvider; session: Session }) {
  let current = session
  await until('a call to go through', async () => {
    const answer = await current.call('whoami').catch(() => undefined)
    if (answer) return !answer.isError
    if (provider.callback) current = (await line?.connect(stack.server.mcpUrl, provider)) ?? current
    return false
  })
  await current.close()
}

const databases = () => path.join(persistDirectory(stack.stateDirectory), 'v3/do/limen-GatewayObject')

/** Everything in one folder, or back from it; Limen does not run meanwhile. */
function copyDatabase(objectId: string, from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const suffix of ['', '-wal', '-shm']) {
    const file = `${objectId}.sqlite${suffix}`
    rmSync(path.join(to, file), { force: true })
    if (existsSync(path.join(from, file))) copyFileSync(path.join(from, file), path.join(to, file))
  }
}

function limen(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'cli/limen.ts'), ...args], {
      env: {
        PATH: process.env['PATH'] ?? '',
        XDG_CONFIG_HOME: stack.stateDirectory,
        LIMEN_URL: stack.origin,
        LIMEN_API_KEY: stack.secrets.adminSecret,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('close', (code) => resolve({ code, output }))
  })
}

interface LogEvent {
  id: string
  method: string | null
  status: number | null
  outcome: string
  grantId: string | null
  clientId: string | null
  detail: string | null
}

const events = async () =>
  (await stack.admin.get<{ events: LogEvent[] }>(`/logs?gatewayId=${stack.gatewayId}&limit=200`)).events

const isLogged = (what: string, is: (event: LogEvent) => boolean) =>
  until(`${what} in the log`, async () => (await events()).some(is))

/** Answered with 200: the vault's own refreshes have no status. */
const isStep = (step: 'token' | 'refresh', client: string | undefined) => (event: LogEvent) =>
  event.method === step && event.clientId === client && event.outcome === 'ok' && event.status === 200

async function grantOf(clientId: string): Promise<string> {
  const query = new URLSearchParams({ gatewayId: stack.gatewayId, clientId })
  const { grants } = await stack.admin.get<{ grants: { id: string }[] }>(`/grants?${query}`)
  const [grant] = grants
  if (!grant) throw new Error(`${clientId} has no grant`)
  return grant.id
}

const isServed = async (tokens: Tokens) => (await statusAt(stack.server.mcpUrl, tokens.access_token)) === 200

it('after a restore nothing lives again, nobody loses more than a sign-in, and the log has no gap', async () => {
  const since = Date.now()
  const untouched = await connectAs(ada)
  const rotated = await connectAs(grace)
  await untouched.session.call('add_todo', { title: 'Survive' })
  await rotated.session.call('whoami')
  const revoked = await signIn(stack.server, grace)
  const blocked = await signIn(stack.server, ada)
  const renewed = await signIn(stack.server, grace)
  for (const { tokens } of [revoked, blocked, renewed]) expect(await isServed(tokens)).toBe(true)

  // The Queue of this machine forgets what it has not brought yet when it is stopped.
  await isLogged('the last sign-in', isStep('token', renewed.clientId))
  await stack.children.stop('limen')
  const to = Date.now()
  const kept = path.join(stack.stateDirectory, 'kept')
  const objectIds = readdirSync(databases())
    .filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file))
    .map((file) => file.replace('.sqlite', ''))
  for (const objectId of objectIds) copyDatabase(objectId, databases(), kept)
  await stack.startLimen()

  // The life that the old database knows nothing of.
  const before = await loadTokenRequests(stack.issuer)
  await refuseTokensOf(stack.apiUrl, grace)
  expect((await rotated.session.call('whoami')).text).toContain(grace.email)
  expect((await loadTokenRequests(stack.issuer)).refreshed).toBeGreaterThan(before.refreshed)
  const revokedGrant = await grantOf(revoked.clientId)
  await stack.admin.post('/grants/revoke', { gatewayId: stack.gatewayId, grantId: revokedGrant })
  await stack.admin.post('/clients/block', { gatewayId: stack.gatewayId, clientId: blocked.clientId })
  const second = await refresh(renewed.endpoints, renewed.clientId, renewed.tokens.refresh_token)
  expect(second.status).toBe(200)
  await isLogged('the end', ({ method, grantId }) => method === 'grant_ended' && grantId === revokedGrant)
  await isLogged('the last step', isStep('refresh', renewed.clientId))

  const ran = await limen(
    'restore',
    stack.gatewayId,
    '--to',
    new Date(to).toISOString(),
    '--storage-replaced',
    '--yes',
  )
  expect(ran, ran.output).toMatchObject({ code: 0 })
  const [, objectId = ''] = /([0-9a-f]{64})\.sqlite/.exec(ran.output) ?? []
  expect(objectIds).toContain(objectId)
  // Nobody is answered any more, so that nothing ends unseen.
  expect((await refresh(revoked.endpoints, revoked.clientId, revoked.tokens.refresh_token)).status).toBe(503)
  await stack.children.stop('limen')
  copyDatabase(objectId, kept, databases())
  const atRestart = await loadTokenRequests(stack.issuer)
  await stack.startLimen()

  const last = await limen('restore', stack.gatewayId, '--status')
  expect(last.output).toContain('Put back. Grants:')

  expect(await isServed(revoked.tokens)).toBe(false)
  for (const { endpoints, clientId, tokens } of [revoked, blocked, renewed]) {
    expect(await isServed(tokens)).toBe(false)
    expect((await refresh(endpoints, clientId, tokens.refresh_token)).status).toBeGreaterThanOrEqual(400)
  }
  const newest = (second.body as Tokens).refresh_token
  expect(await refresh(renewed.endpoints, renewed.clientId, newest)).toMatchObject({ error: 'invalid_grant' })

  expect((await untouched.session.call('list_todos')).text).toContain('Survive')
  expect(untouched.provider.signIns).toBe(1)
  await comesThrough(rotated)
  await until('every refresh to be settled', async () => {
    const query = `/grants?gatewayId=${stack.gatewayId}&state=refreshing`
    return (await stack.admin.get<{ grants: unknown[] }>(query)).grants.length === 0
  })
  const sent = (await loadTokenRequests(stack.issuer)).requests
    .slice(atRestart.total)
    .filter(({ grantType }) => grantType === 'refresh_token')
    .map(({ login, outcome }) => `${login} ${outcome}`)
  // One each: of Ada's it was the last one, of Grace's an older one, which led to one new sign-in.
  expect(sent.toSorted()).toEqual(['ada ok', 'grace invalid_grant'])
  expect(rotated.provider.signIns).toBe(2)
  expect((await untouched.session.call('list_todos')).text).toContain('Survive')
  expect(untouched.provider.signIns).toBe(1)
  await untouched.session.close()

  await isLogged('the restore', ({ method }) => method === 'restored')
  await isLogged('the new sign-in', isStep('token', rotated.provider.client?.client_id))
  const all = await events()
  expect(all.filter(({ method }) => method === 'restored')).toHaveLength(1)
  const again = all.filter(({ method, detail }) => method === 'grant_ended' && detail === 'restored')
  expect(again.map(({ clientId }) => clientId).toSorted()).toEqual(
    [revoked, blocked, renewed].map(({ clientId }) => clientId).toSorted(),
  )
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  // Batches may overtake each other; what is lost stays lost.
  await until('the log to have no gap', async () => {
    const { lost } = await stack.admin.get<{ lost: number }>(`/logs/gaps?since=${since}`)
    return lost === 0
  })
}, 240_000)
