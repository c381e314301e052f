// A call to a server without a Gateway that needs approval (product.md §6): by exactly the user the access token is bound
// to, in a sign-in at the deployment that was made for it.
import { runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { forgetAllSnapshots } from '../edge/load-snapshot.ts'
import { serverObject } from '../gateway/address.ts'
import { testEnv } from '../testing/admin-client.ts'
import { knock, serverBehindDoor, tokenFor, visit, type DoorServer } from '../testing/door.ts'
import { handleOf, Jar, leadsTo } from '../testing/oauth-world.ts'
import { forgetPeople } from '../testing/people.ts'
import { insertRows, toolRow } from '../testing/rows.ts'
import { SignInWorld } from '../testing/sign-in-world.ts'
import { OPEN_ACCESS } from './access.ts'
import { deskOf } from './approval-desk.ts'
import type { Exchange } from './parts.ts'

const ORIGIN = 'http://127.0.0.1:8787'
const HOSTILE = '<img src=x onerror=alert(1)>'
const ARGUMENTS = { id: 'todo-1', note: HOSTILE }
const ADA = { sub: 'usr_ada', email: 'ada@engines.example', email_verified: true, name: 'Ada Lovelace' }
/** The provider asks for credentials each time, and says so. */
const claimsOf = (person: Record<string, unknown>) => ({
  ...person,
  auth_time: Math.floor(Date.now() / 1_000),
})
const POSTED = {
  'content-type': 'application/x-www-form-urlencoded',
  'sec-fetch-site': 'same-origin',
  origin: ORIGIN,
}

interface Answer {
  result?: unknown
  error?: { message: string; data: { code: string; rule: string; approvalUrl: string } }
}

let world: SignInWorld

/** A server without OAuth whose one tool needs approval, and who calls it. */
class Desk {
  readonly server: DoorServer
  readonly token: string | undefined

  constructor(server: DoorServer, token: string | undefined) {
    this.server = server
    this.token = token
  }

  static async open(
    user: Record<string, unknown> | null,
    overrides: Record<string, unknown> = { authMode: 'none' },
  ): Promise<Desk> {
    const server = await serverBehindDoor(overrides)
    await insertRows(testEnv.DB, {
      tools: [toolRow({ serverId: server.id, name: 'drop_it', confirmation: true })],
    })
    forgetAllSnapshots()
    return new Desk(server, (await tokenFor(server.id, { user })).token)
  }

  async call(headers: Record<string, string> = {}, env = world.env): Promise<Answer> {
    const body = {
      jsonrpc: '2.0',
      id: 7,
      method: 'tools/call',
      params: { name: 'drop_it', arguments: ARGUMENTS },
    }
    const token = this.token === undefined ? {} : { token: this.token }
    return (await knock(this.server, { ...token, headers, body, env })).json<Answer>()
  }

  async link(): Promise<string> {
    return (await this.call()).error?.data.approvalUrl ?? ''
  }

  async page(url: string, jar: Jar, form?: Record<string, string>, headers = {}): Promise<Response> {
    const response = await visit(url, {
      method: form ? 'POST' : 'GET',
      headers: { cookie: jar.header(), ...(form ? POSTED : {}), ...headers },
      body: form ? new URLSearchParams(form).toString() : null,
      env: world.env,
    })
    jar.read(response)
    return response
  }

  /** The way to the sign-in: its query, as the page asks for it. */
  async begin(link: string, jar: Jar): Promise<URL> {
    const asked = await (await this.page(link, jar)).text()
    const form = { handle: handleOf(asked), decision: 'begin' }
    return new URL(leadsTo(await (await this.page(actionOf(asked), jar, form)).text()))
  }

  /** From the link through the provider to the page that shows the call. */
  async signIn(link: string, jar: Jar): Promise<Response> {
    const start = await this.begin(link, jar)
    return this.page(backOf(await world.signIn(jar, start.search)), jar)
  }

  async answer(link: string, decision: 'approve' | 'decline', jar = new Jar()): Promise<Response> {
    const review = await (await this.signIn(link, jar)).text()
    return this.page(actionOf(review), jar, { handle: handleOf(review), decision })
  }

  async calls(): Promise<number> {
    return (await this.server.runtime.ledger()).filter(({ body }) => body.includes('tools/call')).length
  }

  rows(): Promise<string> {
    return runInDurableObject(serverObject(testEnv, this.server.id), (_, { storage }) =>
      JSON.stringify(storage.sql.exec('SELECT * FROM confirmations').toArray()),
    )
  }
}

function actionOf(page: string): string {
  return /action="([^"]+)"/.exec(page)?.[1] ?? ''
}

function backOf(response: Response): string {
  return response.headers.get('location') ?? ''
}

const ada = () => ({ issuer: world.issuer, subject: 'usr_ada' })

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await forgetPeople()
  world = await SignInWorld.create()
  world.claims = claimsOf(ADA)
  return () => vi.restoreAllMocks()
})

describe('a call with a token that is bound to a user', () => {
  it('is refused with the link, made once after that user approved it, and asked for again then', async () => {
    const desk = await Desk.open(ada())
    const { error } = await desk.call()
    expect(error?.data).toMatchObject({ code: 'confirmation_required', rule: 'tool_confirmation:drop_it' })
    const link = error?.data.approvalUrl ?? ''
    expect(link.startsWith(`${ORIGIN}/g/${desk.server.id}/confirm?id=cnf_`)).toBe(true)
    expect((await desk.answer(link, 'approve')).status).toBe(200)
    expect(await desk.calls()).toBe(0)
    expect((await desk.call()).result).toBeDefined()
    expect(await desk.link()).not.toBe('')
    expect(await desk.calls()).toBe(1)
  })

  it('is refused when that user declined', async () => {
    const desk = await Desk.open(ada())
    await desk.answer(await desk.link(), 'decline')
    expect((await desk.call()).error?.data.code).toBe('confirmation_declined')
    expect(await desk.calls()).toBe(0)
  })

  it('is not approved by the approval of another token of the same user', async () => {
    const desk = await Desk.open(ada())
    await desk.answer(await desk.link(), 'approve')
    const other = new Desk(desk.server, (await tokenFor(desk.server.id, { user: ada() })).token)
    expect(await other.link()).not.toBe('')
    expect(await desk.calls()).toBe(0)
  })

  it('by e-mail alone: whoever the sign-in vouches for with it, and with no other and no unverified one', async () => {
    const desk = await Desk.open({ email: 'Ada@Engines.example' })
    const link = await desk.link()
    for (const claims of [
      claimsOf({ ...ADA, email_verified: false }),
      claimsOf({ ...ADA, email: 'grace@engines.example' }),
    ]) {
      world.claims = claims
      expect((await desk.signIn(link, new Jar())).status).toBe(403)
    }
    world.claims = claimsOf({ ...ADA, sub: 'another-subject' })
    expect((await desk.answer(link, 'approve')).status).toBe(200)
    expect((await desk.call()).result).toBeDefined()
  })

  it('with issuer and subject: an e-mail makes nobody else that user', async () => {
    const desk = await Desk.open({ ...ada(), email: ADA.email })
    world.claims = claimsOf({ ...ADA, sub: 'another-subject' })
    const refused = await desk.signIn(await desk.link(), new Jar())
    expect(refused.status).toBe(403)
    expect(await refused.text()).not.toContain('todo-1')
  })

  it('is forgotten with its server', async () => {
    const desk = await Desk.open(ada())
    await desk.link()
    expect(await desk.rows()).toContain('cnf_')
    await serverObject(testEnv, desk.server.id).serverChanged(null)
    expect(await desk.rows()).toBe('[]')
  })
})

describe('the approval page at the deployment', () => {
  it('shows nothing of the call before the sign-in, and tool and arguments as text after it (S14)', async () => {
    const desk = await Desk.open(ada())
    const link = await desk.link()
    const jar = new Jar()
    const asked = await (await desk.page(link, jar)).text()
    expect(asked).not.toContain('drop_it')
    const review = await desk.signIn(link, jar)
    expect(review.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await review.text()
    expect(text).toContain('drop_it')
    expect(text).toContain('&quot;todo-1&quot;')
    expect(text).not.toContain('<img')
    expect(await desk.link()).toBe(link)
    expect(await desk.rows()).not.toContain('todo-1')
  })

  it('asks the provider for credentials again, and comes back to itself', async () => {
    const desk = await Desk.open(ada())
    const start = await desk.begin(await desk.link(), new Jar())
    expect(`${start.origin}${start.pathname}`).toBe(`${ORIGIN}/api/v1/sign-in/start`)
    expect(start.searchParams.get('fresh')).toBe('true')
    expect(start.searchParams.get('returnTo')).toMatch(`/g/${desk.server.id}/confirm?step=`)
  })

  it('takes no session of before, and none that the provider opened without asking', async () => {
    const desk = await Desk.open(ada())
    const link = await desk.link()
    const jar = new Jar()
    await world.signIn(jar, '?fresh=true')
    const before = await desk.begin(link, jar)
    const early = await desk.page(`${ORIGIN}${before.searchParams.get('returnTo')}`, jar)
    expect(early.status).toBe(400)
    const silent = await desk.begin(link, jar)
    await world.signIn(jar)
    const unasked = await desk.page(`${ORIGIN}${silent.searchParams.get('returnTo')}`, jar)
    expect(unasked.status).toBe(400)
    for (const page of [early, unasked]) expect(await page.text()).not.toContain('todo-1')
    expect(await desk.link()).toBe(link)
  })

  it('needs the sign-in of the very user', async () => {
    const desk = await Desk.open(ada())
    const link = await desk.link()
    world.claims = claimsOf({ ...ADA, sub: 'usr_grace', email: 'grace@engines.example' })
    const refused = await desk.signIn(link, new Jar())
    expect(refused.status).toBe(403)
    expect(await refused.text()).not.toContain('todo-1')
    world.claims = claimsOf(ADA)
    expect((await desk.answer(link, 'approve')).status).toBe(200)
  })

  it('belongs to the browser that signed in, while it is signed in, on this site, once', async () => {
    const desk = await Desk.open(ada())
    const link = await desk.link()
    const jar = new Jar()
    const review = await (await desk.signIn(link, jar)).text()
    const post = (browser: Jar, headers = {}) =>
      desk.page(actionOf(review), browser, { handle: handleOf(review), decision: 'approve' }, headers)
    expect((await post(new Jar())).status).toBe(403)
    for (const headers of [{ origin: 'https://evil.dev' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await post(jar, headers)).status).toBe(403)
    }
    const { results: sessions } = await testEnv.DB.prepare('SELECT * FROM sessions').all()
    await testEnv.DB.prepare('UPDATE sessions SET expires_at = 1').run()
    expect((await post(jar)).status).toBe(403)
    await testEnv.DB.prepare('UPDATE sessions SET expires_at = ?').bind(sessions[0]?.['expires_at']).run()
    expect(await desk.link()).toBe(link)
    expect((await post(jar)).status).toBe(200)
    expect((await post(jar)).status).toBe(400)
  })

  it('cannot be reached by a sign-in that another browser began, nor twice by one', async () => {
    const desk = await Desk.open(ada())
    const link = await desk.link()
    const jar = new Jar()
    const start = await desk.begin(link, jar)
    const back = backOf(await world.signIn(jar, start.search))
    const stranger = new Jar()
    await world.signIn(stranger, '?fresh=true')
    expect((await desk.page(back, stranger)).status).toBe(403)
    expect((await desk.page(back, jar)).status).toBe(200)
    expect((await desk.page(back, jar)).status).toBe(400)
  })

  it('is none where there is no such server, and opens no object for it', async () => {
    const desk = await Desk.open(ada())
    expect((await desk.page(`${ORIGIN}/g/srv_nobody/confirm?id=cnf_x`, new Jar())).status).toBe(404)
    expect((await desk.page(`${ORIGIN}/g/${desk.server.id}/service`, new Jar())).status).toBe(404)
  })
})

describe('a call that nobody can approve is refused, and told why', () => {
  const refusalOf = async (desk: Desk, headers = {}, env = world.env) =>
    (await desk.call(headers, env)).error ?? { message: '', data: { code: '' } }

  it('a token without a user, also where it claims one', async () => {
    const desk = await Desk.open(null)
    const domains = { ...world.env, ORGANIZATION_DOMAINS: 'engines.example' }
    for (const headers of [{}, { 'x-mcp-user': 'ada@engines.example' }]) {
      const { data, message } = await refusalOf(desk, headers, domains)
      expect([data.code, message]).toEqual(['confirmation_not_possible', expect.stringContaining('proves')])
    }
    expect(await desk.calls()).toBe(0)
  })

  it('an open server', async () => {
    const desk = await Desk.open(null, { authMode: 'none', open: true })
    const { data } = await refusalOf(new Desk(desk.server, undefined))
    expect(data.code).toBe('confirmation_not_possible')
  })

  it('a deployment without OpenID Connect', async () => {
    const desk = await Desk.open(ada())
    const { data, message } = await refusalOf(desk, {}, testEnv)
    expect([data.code, message]).toEqual([
      'confirmation_not_possible',
      expect.stringContaining('no sign-in with OpenID Connect'),
    ])
  })

  it('a user of another issuer than the deployment’s', async () => {
    const desk = await Desk.open({ issuer: 'https://elsewhere.example', subject: 'usr_ada' })
    const { data, message } = await refusalOf(desk)
    expect([data.code, message]).toEqual(['confirmation_not_possible', expect.stringContaining(world.issuer)])
  })

  it('a passthrough token, whoever it names and however well', () => {
    const user = { ...ada(), organization: null, email: ADA.email, emailVerified: true }
    const snapshot = { server: { id: 'srv_passed' }, gateway: null }
    const exchange = { env: world.env, snapshot } as unknown as Exchange
    for (const level of ['proven', 'claimed'] as const) {
      const access = { ...OPEN_ACCESS, user: { ...user, level }, proof: { kind: 'passthrough' } as const }
      expect(deskOf(exchange, access)).toEqual({
        refusal: expect.stringContaining(level === 'proven' ? 'signs in at the upstream' : 'no token proves'),
      })
    }
  })
})
