// A call that needs its user's approval (product.md §6): asked for in each era's form, approved by the grant's own user
// in a fresh sign-in, let through once. And the service connection, which signs in the same way.
import { createExecutionContext } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { handleRequest } from '../app.ts'
import { admin } from '../testing/admin-client.ts'
import { forgetAllSnapshots } from '../edge/load-snapshot.ts'
import { startRun, type Answer, type RuntimeRun } from '../testing/hostile-runtime.ts'
import { env, handleOf, Jar, leadsTo, OAuthWorld, ORIGIN } from '../testing/oauth-world.ts'
import { insertRows, toolRow } from '../testing/rows.ts'

const MODERN = '2026-07-28'
const ANSWERED: Answer = {
  headers: { 'content-type': 'application/json' },
  chunks: [{ text: '{"jsonrpc":"2.0","id":{{id}},"result":{"content":[]}}' }],
}
const HOSTILE = '<img src=x onerror=alert(1)>\u202E'
const ARGUMENTS = { id: 'todo-1', note: HOSTILE, count: 12 }

interface Rpc {
  result?: {
    resultType?: string
    requestState?: string
    inputRequests?: Record<string, { params: { url: string } }>
  }
  error?: {
    code: number
    message: string
    data: {
      code: string
      rule: string
      approvalUrl: string
      elicitations: { url: string; mode: string; elicitationId: string }[]
    }
  }
}

afterEach(() => void vi.restoreAllMocks())

/** Nobody waits for a page. */
function waitForNoPage(): void {
  const real = setTimeout
  const shortened = (then: () => void, ms?: number) => real(then, ms === 15_000 ? 0 : ms)
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(shortened as typeof setTimeout)
}

class Desk {
  readonly world: OAuthWorld
  readonly runtime: RuntimeRun
  token = ''

  constructor(world: OAuthWorld, runtime: RuntimeRun) {
    this.world = world
    this.runtime = runtime
  }

  static async open(gateway: Parameters<typeof OAuthWorld.create>[0] = {}): Promise<Desk> {
    const world = await OAuthWorld.create(gateway)
    const { server } = world.snapshot('a')
    const runtime = startRun()
    await insertRows(env.DB, {
      servers: [{ ...server, runtimeUrl: runtime.url }],
      tools: [
        toolRow({ serverId: server.id, name: 'drop_it', confirmation: true }),
        toolRow({ serverId: server.id, name: 'read_it' }),
      ],
    })
    forgetAllSnapshots()
    await runtime.script(ANSWERED)
    const desk = new Desk(world, runtime)
    desk.token = (await world.tokens('a')).access_token
    return desk
  }

  get url(): string {
    return this.world.surface('a').resource
  }

  async send(body: unknown, headers: Record<string, string> = {}, token = this.token): Promise<Rpc> {
    const request = new Request(this.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return (await this.fetch(request)).json<Rpc>()
  }

  async fetch(request: Request): Promise<Response> {
    if (!request.headers.has('cf-connecting-ip')) {
      request.headers.set('cf-connecting-ip', this.world.gatewayId)
    }
    return handleRequest(request, env, createExecutionContext())
  }

  call(args: unknown = ARGUMENTS, name = 'drop_it', token = this.token): Promise<Rpc> {
    return this.send(
      { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: args } },
      {},
      token,
    )
  }

  callModern(more: Record<string, unknown> = {}, capabilities: unknown = { elicitation: { url: {} } }) {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': MODERN,
      'io.modelcontextprotocol/clientCapabilities': capabilities,
    }
    const params = { name: 'drop_it', arguments: ARGUMENTS, _meta: meta, ...more }
    const headers = { 'mcp-protocol-version': MODERN, 'mcp-method': 'tools/call', 'mcp-name': 'drop_it' }
    return this.send({ jsonrpc: '2.0', id: 7, method: 'tools/call', params }, headers)
  }

  async calls(): Promise<number> {
    return (await this.runtime.ledger()).filter(({ body }) => body.includes('tools/call')).length
  }

  async page(url: string, jar: Jar, form?: Record<string, string>, headers = {}): Promise<Response> {
    const posted = {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      origin: ORIGIN,
    }
    const response = await this.fetch(
      new Request(url, {
        method: form ? 'POST' : 'GET',
        headers: { cookie: jar.header(), ...(form ? posted : {}), ...headers },
        body: form ? new URLSearchParams(form).toString() : null,
      }),
    )
    jar.read(response)
    return response
  }

  /** From the link to the page behind the sign-in. */
  async signIn(link: string, jar: Jar): Promise<Response> {
    const asked = await (await this.page(link, jar)).text()
    const begun = await this.page(formOf(asked), jar, { handle: handleOf(asked), decision: 'begin' })
    return this.world.callback(leadsTo(await begun.text()), jar)
  }

  async answer(link: string, decision: 'approve' | 'decline', jar = new Jar()): Promise<Response> {
    const review = await (await this.signIn(link, jar)).text()
    return this.page(formOf(review), jar, { handle: handleOf(review), decision })
  }
}

function formOf(page: string): string {
  return /action="([^"]+)"/.exec(page)?.[1] ?? ''
}

function linkOf(answer: Rpc): string {
  return answer.error?.data.approvalUrl ?? ''
}

describe('a call that needs approval', () => {
  it('is refused with the link where the client opens none, and nothing reaches the runtime', async () => {
    const desk = await Desk.open()
    const { error } = await desk.call()
    expect(error).toMatchObject({
      code: -31200,
      data: { code: 'confirmation_required', rule: 'tool_confirmation:drop_it' },
    })
    expect(error?.message).toContain(error?.data.approvalUrl)
    expect(error?.data.approvalUrl).toMatch(
      new RegExp(`^${ORIGIN}/g/${desk.world.gatewayId}/confirm\\?id=cnf_`),
    )
    expect(await desk.calls()).toBe(0)
    expect((await desk.call({}, 'read_it')).error).toBeUndefined()
  })

  it('is made once after its user approved it, and only as it was approved', async () => {
    const desk = await Desk.open()
    const link = linkOf(await desk.call())
    expect(linkOf(await desk.call())).toBe(link)
    expect((await desk.answer(link, 'approve')).status).toBe(200)
    const others = [{ ...ARGUMENTS, count: 13 }, { ...ARGUMENTS, more: null }, [ARGUMENTS]]
    for (const other of others) expect(linkOf(await desk.call(other)), JSON.stringify(other)).not.toBe('')
    expect(await desk.calls()).toBe(0)
    const spelled = `{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"arguments":{"count": 12, "note":${JSON.stringify(HOSTILE)},"id":"todo\\u002d1"},"name":"drop_it"}}`
    expect((await desk.send(spelled)).result).toBeDefined()
    expect(await desk.calls()).toBe(1)
    expect(linkOf(await desk.call())).not.toBe('')
    expect(await desk.calls()).toBe(1)
  })

  it('is told apart by every digit', async () => {
    const desk = await Desk.open()
    const body = (number: string) =>
      `{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"drop_it","arguments":{"n":${number}}}}`
    await desk.answer(linkOf(await desk.send(body('9007199254740993'))), 'approve')
    expect(linkOf(await desk.send(body('9007199254740992')))).not.toBe('')
    expect((await desk.send(body('9007199254740993'))).result).toBeDefined()
  })

  it('cannot be approved where its arguments are longer than 64 KiB, which nobody can judge', async () => {
    const desk = await Desk.open()
    const padded = (bytes: number) => ({ pad: 'x'.repeat(bytes - '{"pad":""}'.length) })
    const codes: unknown[] = []
    for (const bytes of [64 * 1024, 64 * 1024 + 1])
      codes.push((await desk.call(padded(bytes))).error?.data.code)
    expect(codes).toEqual(['confirmation_required', 'confirmation_not_possible'])
  })

  it('of two at once after one approval, one is made', async () => {
    const desk = await Desk.open()
    await desk.answer(linkOf(await desk.call()), 'approve')
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => desk.call()))
    expect(answers.filter(({ result }) => result !== undefined)).toHaveLength(1)
    expect(await desk.calls()).toBe(1)
  })

  it('is not approved by the approval of another user or client', async () => {
    const desk = await Desk.open()
    await desk.answer(linkOf(await desk.call()), 'approve')
    const dynamic = await (await desk.world.register('a')).json<{ client_id: string }>()
    const other = await desk.world.tokens('a', { client_id: dynamic.client_id })
    expect(linkOf(await desk.call(ARGUMENTS, 'drop_it', other.access_token))).not.toBe('')
    desk.world.subject = 'grace'
    const grace = await desk.world.tokens('a')
    expect(linkOf(await desk.call(ARGUMENTS, 'drop_it', grace.access_token))).not.toBe('')
    expect(await desk.calls()).toBe(0)
  })

  it('is not approved by the approval of the same client on another machine of the same user', async () => {
    const desk = await Desk.open()
    const laptop = await desk.world.tokens('a')
    await desk.answer(linkOf(await desk.call()), 'approve')
    expect(linkOf(await desk.call(ARGUMENTS, 'drop_it', laptop.access_token))).not.toBe('')
    expect((await desk.call()).result).toBeDefined()
    expect(await desk.calls()).toBe(1)
  })

  it('is refused when its user declined, and asked for again after that', async () => {
    const desk = await Desk.open()
    expect((await desk.answer(linkOf(await desk.call()), 'decline')).status).toBe(200)
    expect((await desk.call()).error?.data.code).toBe('confirmation_declined')
    expect((await desk.call()).error?.data.code).toBe('confirmation_required')
    expect(await desk.calls()).toBe(0)
  })

  it('has ten minutes', async () => {
    const desk = await Desk.open()
    const link = linkOf(await desk.call())
    await desk.answer(link, 'approve')
    await desk.world.sql((sql) => void sql.exec('UPDATE confirmations SET expires_at = ?', Date.now() - 1))
    expect(linkOf(await desk.call())).not.toBe(link)
    await desk.world.sql((sql) => void sql.exec('UPDATE confirmations SET expires_at = ?', Date.now() - 1))
    expect((await desk.page(link, new Jar())).status).toBe(400)
    expect(await desk.calls()).toBe(0)
  })

  it('ends with its grant: nothing is sent after the wait, and the page says so', async () => {
    const desk = await Desk.open()
    const { requestState, inputRequests } = (await desk.callModern()).result ?? {}
    const link = inputRequests?.['limen_confirmation']?.params.url ?? ''
    const other = linkOf(await desk.call({ id: 'todo-2' }))
    const jar = new Jar()
    const review = await (await desk.signIn(other, jar)).text()
    const retrying = desk.callModern({ requestState })
    await desk.answer(link, 'approve')
    expect((await retrying).result).toEqual({ content: [] })
    const [grant] = await desk.world.sql((sql) => sql.exec<{ id: string }>('SELECT id FROM grants').toArray())
    await desk.world
      .object()
      .revokeGrants({ grantId: grant?.id ?? '' }, { downstream: false, actor: 'test', askedAt: Date.now() })
    for (const response of [
      await desk.page(other, new Jar()),
      await desk.page(formOf(review), jar, { handle: handleOf(review), decision: 'approve' }),
    ]) {
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('has ended')
    }
    // The isolate may still hold its answer about the token: the object says no all the same.
    expect((await desk.call()).error?.data.code).toMatch(/^(access_ended|invalid_token)$/)
    const rows = await desk.world.sql((sql) => sql.exec('SELECT content FROM confirmations').toArray())
    expect(rows).toEqual([{ content: '' }, { content: '' }])
    expect(await desk.calls()).toBe(1)
  })

  it('is not waited with any longer once its grant has ended', { timeout: 10_000 }, async () => {
    const desk = await Desk.open()
    const { requestState, inputRequests } = (await desk.callModern()).result ?? {}
    // Waits for 15 s unless it is woken.
    const retrying = desk.callModern({ requestState })
    await desk.signIn(inputRequests?.['limen_confirmation']?.params.url ?? '', new Jar())
    await desk.world
      .object()
      .revokeGrants({ all: true }, { downstream: false, actor: 'test', askedAt: Date.now() })
    expect((await retrying).error?.data.code).toBe('access_ended')
    expect(await desk.calls()).toBe(0)
  })

  it('is asked about again after the wait: a tool that was switched off meanwhile is not called', async () => {
    const desk = await Desk.open()
    const { requestState, inputRequests } = (await desk.callModern()).result ?? {}
    const retrying = desk.callModern({ requestState })
    const jar = new Jar()
    const review = await desk.signIn(inputRequests?.['limen_confirmation']?.params.url ?? '', jar)
    await env.DB.prepare("UPDATE tools SET enabled = 0 WHERE server_id = ? AND name = 'drop_it'")
      .bind(desk.world.snapshot('a').server.id)
      .run()
    forgetAllSnapshots()
    const later = Date.now() + 12_000
    vi.spyOn(Date, 'now').mockReturnValue(later)
    const page = await review.text()
    const answered = await desk.page(formOf(page), jar, { handle: handleOf(page), decision: 'approve' })
    expect(answered.status).toBe(200)
    expect((await retrying).error?.message).toBe('Unknown tool: drop_it')
    expect(await desk.calls()).toBe(0)
  })

  it('keeps its approval where nothing was sent, for that one call and within its ten minutes', async () => {
    const desk = await Desk.open()
    const { id: serverId } = desk.world.snapshot('a').server
    const budget = await admin('POST', '/budgets', {
      body: { name: 'None', scope: { kind: 'server', serverId }, amount: 0, window: 'month' },
    })
    expect(budget.status, budget.text).toBe(201)
    await desk.answer(linkOf(await desk.call()), 'approve')
    for (let n = 0; n < 2; n += 1) {
      expect((await desk.call()).error?.data.code).toBe('budget_exhausted')
    }
    await admin('DELETE', `/budgets/${String(budget.body['id'])}`, { ifMatch: 1 })
    const answers = await Promise.all([1, 2, 3].map(() => desk.call()))
    expect(answers.filter(({ result }) => result !== undefined)).toHaveLength(1)
    expect(linkOf(await desk.call())).not.toBe('')
    expect(await desk.calls()).toBe(1)
  })

  it('has used its approval where something may have been sent', async () => {
    const desk = await Desk.open()
    await desk.runtime.script({ resetBeforeStatus: true }, { status: 500 }, ANSWERED)
    for (let n = 1; n <= 2; n += 1) {
      await desk.answer(linkOf(await desk.call()), 'approve')
      await desk.call()
      expect(await desk.calls()).toBe(n)
      expect(linkOf(await desk.call())).not.toBe('')
    }
    expect(await desk.calls()).toBe(2)
  })

  it('cannot hide in an array or a notification', async () => {
    const desk = await Desk.open()
    const call = { jsonrpc: '2.0', method: 'tools/call', params: { name: 'drop_it', arguments: {} } }
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
    expect((await desk.send([list, { ...call, id: 2 }])).error?.data.code).toBe('confirmation_not_possible')
    expect((await desk.send(call)).error?.data.code).toBe('confirmation_not_possible')
    expect(await desk.calls()).toBe(0)
  })
})

describe('the form of the question', () => {
  it('legacy: URL elicitation where the client said so, for that client alone', async () => {
    const desk = await Desk.open()
    const initialize = (capabilities: unknown) => ({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'x', version: '1' } },
    })
    await desk.send(initialize({ elicitation: { form: {} } }))
    expect((await desk.call()).error?.code).toBe(-31200)
    await desk.send(initialize({ elicitation: { url: {} } }))
    const { error } = await desk.call()
    expect(error?.code).toBe(-32042)
    const [elicitation] = error?.data.elicitations ?? []
    expect(elicitation).toMatchObject({ mode: 'url', elicitationId: expect.stringMatching(/^cnf_/) })
    await desk.answer(elicitation?.url ?? '', 'approve')
    expect((await desk.call()).result).toBeDefined()
  })

  it('modern: input_required, once with the link; the retry reaches the runtime without our part', async () => {
    const desk = await Desk.open()
    const { result } = await desk.callModern()
    expect(result?.resultType).toBe('input_required')
    const [[key, request] = []] = Object.entries(result?.inputRequests ?? {})
    expect(request).toMatchObject({ method: 'elicitation/create', params: { mode: 'url' } })
    const retry = {
      inputResponses: { [key ?? '']: { action: 'accept' } },
      requestState: result?.requestState,
    }
    const retrying = desk.callModern(retry)
    await desk.answer(request?.params.url ?? '', 'approve')
    expect((await retrying).result).toEqual({ content: [] })
    const sent = (await desk.runtime.ledger()).at(-1)?.body ?? ''
    expect(JSON.parse(sent).params).toEqual({
      name: 'drop_it',
      arguments: ARGUMENTS,
      _meta: expect.objectContaining({}),
    })
    expect(sent).not.toContain('limen')
  })

  it.each([
    ['of any kind', 'runtime-state-1'],
    ['behind a Limen of its own', 'limen-confirmation.srv_another.cnf_another'],
  ])(
    'modern: a runtime %s that asks for input itself gets its answer, approved for each round',
    async (_, state) => {
      const desk = await Desk.open()
      const asks = `{"resultType":"input_required","requestState":"${state}","inputRequests":{}}`
      await desk.runtime.script(
        {
          headers: { 'content-type': 'application/json' },
          chunks: [{ text: `{"jsonrpc":"2.0","id":{{id}},"result":${asks}}` }],
        },
        ANSWERED,
      )
      const round = async (more: Record<string, unknown>) => {
        const { result } = await desk.callModern(more)
        expect(result?.requestState).not.toContain(state)
        const retrying = desk.callModern({
          requestState: result?.requestState,
          inputResponses: { limen_confirmation: { action: 'accept' } },
        })
        const jar = new Jar()
        const page = await (
          await desk.signIn(result?.inputRequests?.['limen_confirmation']?.params.url ?? '', jar)
        ).text()
        await desk.page(formOf(page), jar, { handle: handleOf(page), decision: 'approve' })
        return { page, answer: await retrying }
      }
      const first = await round({})
      expect(first.answer.result?.requestState).toBe(state)
      const own = {
        requestState: first.answer.result?.requestState,
        inputResponses: { name: { action: 'accept', content: { count: 9 } } },
      }
      const second = await round(own)
      expect(second.page).toContain('&quot;count&quot;: 9')
      expect(second.answer.result).toEqual({ content: [] })
      const sent = JSON.parse((await desk.runtime.ledger()).at(-1)?.body ?? '').params
      expect(sent).toMatchObject({ name: 'drop_it', arguments: ARGUMENTS, ...own })
      // Another answer to the runtime is another call, and nobody else’s state opens.
      expect((await desk.callModern({ ...own, inputResponses: {} })).result?.resultType).toBe(
        'input_required',
      )
      const [, id = ''] =
        /^limen-confirmation\.(srv_[^.]+\.cnf_[^.]+)/.exec(
          (await desk.callModern(own)).result?.requestState ?? '',
        ) ?? []
      const forged = await desk.callModern({ requestState: `limen-confirmation.${id}.v1.k.AAAA` })
      expect(forged.error?.code).toBe(-32602)
      expect(await desk.calls()).toBe(2)
    },
  )

  it('modern: whoever waits with a link that is over gets the new one, and no link twice', async () => {
    const desk = await Desk.open()
    const { result } = await desk.callModern()
    await desk.world.sql((sql) => void sql.exec('UPDATE confirmations SET expires_at = ?', Date.now() - 1))
    waitForNoPage()
    const renewed = await desk.callModern({ requestState: result?.requestState })
    expect(Object.keys(renewed.result?.inputRequests ?? {})).toEqual(['limen_confirmation'])
    expect(renewed.result?.requestState).not.toBe(result?.requestState)
    const known = await desk.callModern({ requestState: renewed.result?.requestState })
    expect(known.result?.inputRequests).toBeUndefined()
    expect(known.result?.requestState).toBe(renewed.result?.requestState)
  })

  it('modern: of two retries of one approval one is made, and the other gets a link of its own', async () => {
    const desk = await Desk.open()
    const { result } = await desk.callModern()
    const url = result?.inputRequests?.['limen_confirmation']?.params.url ?? ''
    const retries = [1, 2].map(() => desk.callModern({ requestState: result?.requestState }))
    await desk.answer(url, 'approve')
    // Whoever came second waits for an approval of their own.
    const answers = await Promise.all(retries)
    const asked = answers.find(({ result: one }) => one?.resultType === 'input_required')?.result
    expect(asked?.requestState).not.toBe(result?.requestState)
    const link = asked?.inputRequests?.['limen_confirmation']?.params.url ?? ''
    expect(link).not.toBe(url)
    expect((await desk.page(link, new Jar())).status).toBe(200)
    expect(await desk.calls()).toBe(1)
  })

  it('modern: a user who declines in the client is believed; a client without links gets the error', async () => {
    const desk = await Desk.open()
    const { result } = await desk.callModern()
    const [key = ''] = Object.keys(result?.inputRequests ?? {})
    const declined = await desk.callModern({
      inputResponses: { [key]: { action: 'decline' } },
      requestState: result?.requestState,
    })
    expect(declined.error?.data.code).toBe('confirmation_declined')
    for (const capabilities of [{}, { elicitation: {} }, { elicitation: { form: {} } }]) {
      expect((await desk.callModern({}, capabilities)).error?.code).toBe(-31200)
    }
    expect(await desk.calls()).toBe(0)
  })
})

describe('the approval page', () => {
  it('shows nothing of the call before the sign-in, and opening it approves nothing', async () => {
    const desk = await Desk.open()
    const link = linkOf(await desk.call())
    const before = await desk.world.stateSnapshot()
    const page = await (await desk.page(link, new Jar())).text()
    expect(page).not.toContain('todo-1')
    expect(page).not.toContain('drop_it')
    expect(await desk.world.stateSnapshot()).toBe(before)
    const reviewed = await desk.signIn(link, new Jar())
    expect(reviewed.status).toBe(200)
    expect(linkOf(await desk.call())).toBe(link)
  })

  it('asks for a sign-in that is made now, and shows tool and arguments as text (S14)', async () => {
    const desk = await Desk.open()
    const jar = new Jar()
    const asked = await (await desk.page(linkOf(await desk.call()), jar)).text()
    const begun = await desk.page(formOf(asked), jar, { handle: handleOf(asked), decision: 'begin' })
    const downstream = new URL(leadsTo(await begun.text()))
    expect(downstream.searchParams.get('prompt')).toContain('login')
    expect(downstream.searchParams.get('scope')).not.toContain('tickets')
    const review = await desk.world.callback(downstream.href, jar)
    expect(review.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await review.text()
    expect(text).toContain('drop_it')
    expect(text).toContain('&quot;todo-1&quot;')
    expect(text).not.toContain('<img')
    expect(text).not.toContain('\u202E')
  })

  it('says where the sign-in service cannot tell when credentials were entered, and refuses one that does not', async () => {
    const plain = await Desk.open()
    const shown = await plain.signIn(linkOf(await plain.call()), new Jar())
    expect(await shown.text()).toContain('cannot tell whether you entered your credentials')
    const metadata = { id_token_signing_alg_values_supported: ['RS256'] }
    const desk = await Desk.open({ discovery: { at: 0, url: null, metadata, findings: [] } })
    const refused = await desk.signIn(linkOf(await desk.call()), new Jar())
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('does not say that you entered your credentials')
  })

  it('is for the user of the call alone', async () => {
    const desk = await Desk.open()
    const link = linkOf(await desk.call())
    desk.world.subject = 'grace'
    const refused = await desk.signIn(link, new Jar())
    expect(refused.status).toBe(403)
    expect(await refused.text()).not.toContain('todo-1')
    expect(linkOf(await desk.call())).toBe(link)
    desk.world.subject = 'ada'
    expect((await desk.answer(link, 'approve')).status).toBe(200)
  })

  it('belongs to the browser that signed in, on this site, once', async () => {
    const desk = await Desk.open()
    const link = linkOf(await desk.call())
    const jar = new Jar()
    const review = await (await desk.signIn(link, jar)).text()
    const form = { handle: handleOf(review), decision: 'approve' }
    expect((await desk.page(formOf(review), new Jar(), form)).status).toBe(403)
    const foreign = { origin: 'https://evil.dev', 'sec-fetch-site': 'cross-site' }
    expect((await desk.page(formOf(review), jar, form, foreign)).status).toBe(403)
    expect(linkOf(await desk.call())).toBe(link)
    expect((await desk.page(formOf(review), jar, form)).status).toBe(200)
    expect((await desk.page(formOf(review), jar, form)).status).toBe(400)
  })

  it('cannot be reached by a sign-in that another browser began, nor twice by one', async () => {
    const desk = await Desk.open()
    const link = linkOf(await desk.call())
    const jar = new Jar()
    const asked = await (await desk.page(link, jar)).text()
    const begun = await desk.page(formOf(asked), jar, { handle: handleOf(asked), decision: 'begin' })
    const downstream = leadsTo(await begun.text())
    expect((await desk.world.callback(downstream, new Jar())).status).toBe(403)
    expect((await desk.world.callback(downstream, jar)).status).toBe(200)
    expect((await desk.world.callback(downstream, jar)).status).toBeGreaterThanOrEqual(400)
  })

  it('keeps nothing of the call readable, and no token of the sign-in', async () => {
    const desk = await Desk.open()
    const link = linkOf(await desk.call({ secret: 'canary-argument-Qz19' }))
    await desk.signIn(link, new Jar())
    const state = await desk.world.stateSnapshot()
    expect(state).not.toContain('canary-argument')
    const grants = await desk.world.sql((sql) => sql.exec('SELECT id FROM grants').toArray())
    expect(grants).toHaveLength(1)
  })
})

describe('the service connection', () => {
  it('is made once by whoever opens the link, lists tools, and calls nothing', async () => {
    const desk = await Desk.open()
    const { server } = desk.world.snapshot('a')
    const path = `/servers/${server.id}/service-connection`
    const { body } = await admin('POST', path)
    const link = String(body['url'])
    const done = await desk.signIn(link, new Jar())
    expect(done.status).toBe(200)
    expect((await desk.page(link, new Jar())).status).toBe(400)
    const shown = await admin('GET', path)
    expect(shown.body['connection']).toMatchObject({ state: 'active', account: 'ada@example.com' })
    await desk.runtime.script({
      headers: { 'content-type': 'application/json' },
      chunks: [{ text: '{"id":"limen-discovery","result":{"tools":[{"name":"drop_it"}]}}' }],
    })
    const found = await admin('POST', `/servers/${server.id}/tool-discovery`)
    expect(found.body).toMatchObject({ source: 'service', tools: 1 })
    const [listed] = (await desk.runtime.ledger()).slice(-1)
    expect(listed?.rawHeaders.join(' ')).toContain('downstream-at-')
    const ended = await admin('DELETE', path)
    expect(ended.body).toMatchObject({ ended: true })
    expect((await admin('POST', `/servers/${server.id}/tool-discovery`)).status).toBe(409)
  })

  it('replaces the one before it, and leaves the grants of users alone', async () => {
    const desk = await Desk.open()
    const path = `/servers/${desk.world.snapshot('a').server.id}/service-connection`
    for (const subject of ['ada', 'grace']) {
      desk.world.subject = subject
      await desk.signIn(String((await admin('POST', path)).body['url']), new Jar())
    }
    const rows = await desk.world.sql((sql) =>
      sql
        .exec<{ subject: string; client_id: string; state: string }>(
          'SELECT subject, client_id, state FROM grants ORDER BY created_at',
        )
        .toArray(),
    )
    expect(
      rows.map(({ subject, client_id, state }) => [subject, client_id === 'limen:service', state]),
    ).toEqual([
      ['ada', false, 'active'],
      ['ada', true, 'needs_reauth'],
      ['grace', true, 'active'],
    ])
  })
})
