import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { preparePython } from '../../examples/demo/python.ts'
import { startExample, type Example } from './example-process.ts'
import { connect, type ClientLine, type McpSession } from './mcp-session.ts'
import { API_CLIENT, CLIENT, ada, grace, signIn } from './sign-in.ts'

const root = path.resolve(import.meta.dirname, '../..')
const requirements = path.join(root, 'examples/fastmcp-todo/requirements.txt')
const python = await preparePython(path.join(root, '.local/venv'), requirements, (line) => console.log(line))
if (!python.ok) console.log(`FastMCP example not tested: ${python.reason}`)

const SECRET = 'a secret of this test'
const SECRET_HEADER = 'x-gateway-worker-secret'
const TOKEN_HEADER = 'x-gateway-access-token'

interface Runtime {
  folder: string
  command?: string[]
  clients: ClientLine[]
  /** How it tells that the API refused the token: the status, or the result where the answer is a stream. */
  refusal: (line: ClientLine) => 'status' | 'result'
  countsSlowly: boolean
}

const runtimes: Runtime[] = [
  {
    folder: 'sdk-todo',
    clients: ['legacy', 'modern'],
    refusal: (line) => (line === 'modern' ? 'status' : 'result'),
    countsSlowly: true,
  },
  { folder: 'legacy-todo', clients: ['legacy'], refusal: () => 'result', countsSlowly: true },
]
if (python.ok) {
  runtimes.push({
    folder: 'fastmcp-todo',
    command: [python.python, 'server.py'],
    clients: ['legacy', 'modern'],
    refusal: () => 'status',
    countsSlowly: false,
  })
}

let issuer: Example
let api: Example

beforeAll(async () => {
  issuer = await startExample('authorization-server', {
    ...CLIENT,
    ...API_CLIENT,
    ACCESS_TOKEN_FORMAT: 'opaque',
  })
  api = await startExample('todo-api', { ...API_CLIENT, ISSUER: issuer.url, LEDGER: '1' })
})

afterAll(async () => {
  await api.stop()
  await issuer.stop()
})

const tokenFor = async (person: typeof ada, scope: string) =>
  (await signIn({ issuer: issuer.url, scope, person })).access_token

describe.each(runtimes)(
  'the example runtime $folder',
  ({ folder, command, clients, refusal, countsSlowly }) => {
    let runtime: Example

    beforeAll(async () => {
      runtime = await startExample(folder, { WORKER_SECRET: SECRET, API_URL: api.url }, command)
    })

    afterAll(async () => {
      expect(runtime.lines).toEqual([`listening ${runtime.url}`])
      expect(await runtime.stop()).toEqual({ code: 0, signal: null })
    })

    const initialize = (url: string, headers: Record<string, string>) =>
      fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'initialize',
          params: {
            protocolVersion: '2025-06-18',
            capabilities: {},
            clientInfo: { name: 'x', version: '1' },
          },
        }),
      })

    it('answers a wrong or missing worker secret with a bare 401, on every method', async () => {
      expect((await initialize(runtime.url, { [SECRET_HEADER]: SECRET })).status).toBe(200)
      const wrong = ['', `${SECRET} `.repeat(2), SECRET.slice(0, -1), SECRET.toUpperCase()]
      for (const headers of [{}, ...wrong.map((secret) => ({ [SECRET_HEADER]: secret }))]) {
        const refused = await initialize(runtime.url, { ...headers, [TOKEN_HEADER]: 'any' })
        expect([refused.status, refused.headers.get('www-authenticate'), await refused.text()]).toEqual([
          401,
          null,
          '',
        ])
      }
      for (const method of ['GET', 'DELETE', 'OPTIONS']) {
        expect((await fetch(runtime.url, { method })).status).toBe(401)
      }
    })

    it('reads the secret and the token from the headers it was told, with or without Bearer', async () => {
      const renamed = await startExample(
        folder,
        {
          WORKER_SECRET: SECRET,
          API_URL: api.url,
          WORKER_SECRET_HEADER: 'X-Emcy-Worker-Secret',
          ACCESS_TOKEN_HEADER: 'Authorization',
        },
        command,
      )
      expect((await initialize(renamed.url, { [SECRET_HEADER]: SECRET })).status).toBe(401)
      const session = await connect('legacy', renamed.url, {
        'x-emcy-worker-secret': SECRET,
        authorization: `Bearer ${await tokenFor(ada, 'tickets.read')}`,
      })
      expect((await session.call('whoami')).structuredContent).toMatchObject({ sub: 'usr_7c1f0a' })
      await session.close()
      await renamed.stop()
    })

    describe.each(clients)('with a real %s client', (line) => {
      const open: McpSession[] = []
      const connectAs = async (token: string | undefined): Promise<McpSession> => {
        const session = await connect(line, runtime.url, {
          [SECRET_HEADER]: SECRET,
          ...(token && { [TOKEN_HEADER]: token }),
        })
        open.push(session)
        return session
      }

      afterAll(async () => {
        for (const session of open) await session.close()
      })

      it('acts for the person whose token came with the call', async () => {
        const adas = await connectAs(await tokenFor(ada, 'tickets.read tickets.write'))
        const graces = await connectAs(await tokenFor(grace, 'tickets.read tickets.write'))
        const tools = [
          'list_todos',
          'add_todo',
          'complete_todo',
          'whoami',
          ...(countsSlowly ? ['count_slowly'] : []),
        ]
        expect((await adas.toolNames()).toSorted()).toEqual(tools.toSorted())
        expect((await adas.call('whoami')).structuredContent).toMatchObject({ sub: 'usr_7c1f0a' })
        expect((await graces.call('whoami')).structuredContent).toMatchObject({ sub: 'usr_2e9b4d' })
        const title = `from ${folder} by ${line}`
        const added = (await adas.call('add_todo', { title })).structuredContent as { id: number }
        expect((await adas.call('complete_todo', { id: added.id })).isError).toBe(false)
        expect((await adas.call('list_todos')).structuredContent).toMatchObject({
          todos: expect.arrayContaining([{ id: added.id, title, done: true }]),
        })
        expect((await graces.call('list_todos')).text).not.toContain(title)
      })

      it('hands on what the API says: a missing scope, an unknown todo', async () => {
        const session = await connectAs(await tokenFor(ada, 'tickets.read'))
        const refused = await session.call('add_todo', { title: 'x' })
        expect(refused.isError).toBe(true)
        expect(refused.text).toContain('tickets.write')
        expect(refused.meta).not.toHaveProperty('limen/downstream')
      })

      it('lists its tools without a token, and refuses to call one', async () => {
        const session = await connectAs(undefined)
        expect(await session.toolNames()).toContain('whoami')
        const refused = await session.call('whoami')
        expect(refused.isError).toBe(true)
        expect(refused.text).toContain('sign in')
        expect(refused.meta).not.toHaveProperty('limen/downstream')
      })

      it('says that the API refused the token', async () => {
        const token = await tokenFor(ada, 'tickets.read')
        const session = await connectAs(token)
        expect((await session.call('whoami')).isError).toBe(false)
        await fetch(`${api.url}/ledger/refuse?user=usr_7c1f0a`, { method: 'POST' })
        if (refusal(line) === 'result') {
          const { isError, meta } = await session.call('whoami')
          expect([isError, meta]).toEqual([true, { 'limen/downstream': 'invalid_token' }])
        } else {
          await expect(session.call('whoami')).rejects.toThrow()
          expect(session.lastAnswer()).toEqual({ status: 401, challenge: 'Bearer error="invalid_token"' })
        }
      })

      if (!countsSlowly) return
      it('reports progress while it works', async () => {
        const session = await connectAs(await tokenFor(ada, 'tickets.read'))
        const seen: number[] = []
        const result = await session.call('count_slowly', { steps: 4 }, (progress) => seen.push(progress))
        expect(seen).toEqual([1, 2, 3, 4])
        expect(result.text).toContain('Counted to 4')
      })
    })
  },
)

describe('a session at legacy-todo', () => {
  it('is opened by initialize, takes the person from each request, and is unknown after DELETE', async () => {
    const { url, stop } = await startExample('legacy-todo', { WORKER_SECRET: SECRET, API_URL: api.url })
    const headers = {
      [SECRET_HEADER]: SECRET,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    }
    const post = (more: Record<string, string>, method: string, params: object = {}) =>
      fetch(url, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      })
    const clientInfo = { name: 'x', version: '1' }
    const opened = await post({}, 'initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo,
    })
    expect(opened.headers.get('content-type')).toBe('text/event-stream')
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
    expect((await post(session, 'tools/list')).status).toBe(200)
    expect((await post({}, 'tools/list')).status).toBe(400)
    for (const [person, sub] of [[ada, 'usr_7c1f0a'] as const, [grace, 'usr_2e9b4d'] as const]) {
      const token = { [TOKEN_HEADER]: await tokenFor(person, 'tickets.read') }
      const answer = await post({ ...session, ...token }, 'tools/call', { name: 'whoami', arguments: {} })
      expect(await answer.text()).toContain(sub)
    }
    expect((await fetch(url, { method: 'DELETE', headers: { ...headers, ...session } })).status).toBe(200)
    expect((await post(session, 'tools/list')).status).toBe(404)
    await stop()
  })
})
