// S5, P10: the object dies at every point of a refresh, for real, and goes on without an operator.
import { runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { platformIo } from '../../downstream/io.ts'
import { settingsOf } from '../../environment.ts'
import { issuerKeyOf } from '../../edge/public-urls.ts'
import { openToken } from '../../oauth/credential/token-envelope.ts'
import { env, OAuthWorld } from '../../testing/oauth-world.ts'
import type { CredentialAnswer, CredentialQuestion } from '../contract.ts'
import { Outbox } from '../outbox/outbox.ts'
import { GrantSecrets } from './grant-secrets.ts'

/** A downstream that rotates. `strict`: a refresh token that comes twice ends the grant; else it is answered again. */
class RotatingServer {
  readonly received: string[] = []
  #current = 'rt-0'
  #isRevoked = false
  readonly #isStrict: boolean

  constructor(isStrict: boolean) {
    this.#isStrict = isStrict
  }

  get isAlive(): boolean {
    return !this.#isRevoked
  }

  answer(form: URLSearchParams): Response {
    const sent = form.get('refresh_token')
    if (sent === null) return this.#tokens()
    this.received.push(sent)
    if (sent !== this.#current && this.#isStrict) this.#isRevoked = true
    if (this.#isRevoked) return Response.json({ error: 'invalid_grant' }, { status: 400 })
    this.#current = `rt-${this.received.length}`
    return this.#tokens()
  }

  #tokens(): Response {
    return Response.json({
      access_token: `at-${this.received.length}`,
      refresh_token: this.#current,
      token_type: 'Bearer',
      expires_in: 3_600,
    })
  }
}

/** Where the object dies, with what was there before. */
const undo: (() => void)[] = []
afterEach(() => {
  for (const restore of undo.splice(0)) restore()
})

function patch<T extends object, K extends keyof T>(owner: T, name: K, value: T[K]): void {
  const before = owner[name]
  owner[name] = value
  undo.push(() => {
    owner[name] = before
  })
}

const never = () => new Promise<never>(() => {})

type Kill = () => void

const POINTS = {
  'before the journal': (kill: Kill) => {
    const { open } = GrantSecrets.prototype
    patch(GrantSecrets.prototype, 'open', function (this: GrantSecrets, ...args) {
      if (args[1] !== 'refresh') return open.apply(this, args)
      kill()
      return never()
    })
  },
  'after the journal, before the request is sent': (kill: Kill) => {
    const { send } = platformIo
    patch(platformIo, 'send', (url, ...rest) => {
      if (!String(url).endsWith('/token')) return send(url, ...rest)
      kill()
      return never()
    })
  },
  'after the server has taken the request, before it answers': (kill: Kill) => {
    const { send } = platformIo
    patch(platformIo, 'send', async (url, ...rest) => {
      if (!String(url).endsWith('/token')) return send(url, ...rest)
      // The server's work is done, and no byte of its answer has come.
      void send(url, ...rest)
      kill()
      return never()
    })
  },
  'while the new tokens are encrypted': (kill: Kill) => {
    const { seal } = GrantSecrets.prototype
    patch(GrantSecrets.prototype, 'seal', async function (this: GrantSecrets, ...args) {
      const sealed = await seal.apply(this, args)
      if (args[1] !== 'refresh') return sealed
      kill()
      return never()
    })
  },
  'after the answer, before the store': (kill: Kill) => {
    const { send } = platformIo
    patch(platformIo, 'send', async (url, ...rest) => {
      const response = await send(url, ...rest)
      if (!String(url).endsWith('/token')) return response
      kill()
      return never()
    })
  },
  'after the store, before the reply': (kill: Kill) => {
    const { record } = Outbox.prototype
    patch(Outbox.prototype, 'record', function (this: Outbox, entry) {
      record.call(this, entry)
      if (entry.method === 'refresh') kill()
    })
  },
} as const

async function prepare(isStrict: boolean) {
  const world = await OAuthWorld.create()
  const server = new RotatingServer(isStrict)
  world.outside.set('https://as.test.dev/token', (_url, init) =>
    server.answer(new URLSearchParams(String(init.body))),
  )
  const { access_token } = await world.tokens('a')
  const issuerKey = issuerKeyOf(world.snapshot('a').attachment.id, 'path')
  const opened = await openToken(settingsOf(env).masterKeys(), access_token, { issuerKey, kind: 'access' })
  const question: CredentialQuestion = {
    token: opened?.token ?? '',
    issuerKey,
    serverId: world.snapshot('a').server.id,
  }
  await world.sql((sql) => sql.exec('UPDATE grants SET access_expires_at = 1').toArray())
  return { world, server, question }
}

/** One question, during which the object dies at this point. */
async function askAndKill(
  world: OAuthWorld,
  question: CredentialQuestion,
  point: keyof typeof POINTS,
): Promise<void> {
  const isDead = Promise.withResolvers<void>()
  await runInDurableObject(world.object(), (instance, ctx) => {
    POINTS[point](() => {
      isDead.resolve()
      ctx.abort(`killed ${point}`)
    })
    void Promise.resolve(instance.credential(question)).catch(() => undefined)
    return isDead.promise
  }).catch(() => undefined)
  await isDead.promise
  for (const restore of undo.splice(0)) restore()
}

function ask(world: OAuthWorld, question: CredentialQuestion): Promise<CredentialAnswer> {
  return runInDurableObject(world.object(), (instance) => instance.credential(question))
}

function grantOf(world: OAuthWorld) {
  return world.sql((sql) => sql.exec('SELECT state, version, end_reason FROM grants').one())
}

/** As if the backoff were over. */
function passBackoff(world: OAuthWorld) {
  return world.sql((sql) => sql.exec('UPDATE grants SET backoff_until = 0 WHERE version = 1').toArray())
}

describe('S5: killed', () => {
  it('before the journal: nothing was sent, and the next question refreshes', async () => {
    const { world, server, question } = await prepare(true)
    await askAndKill(world, question, 'before the journal')
    expect(await grantOf(world)).toMatchObject({ state: 'active', version: 1 })
    expect(server.received).toEqual([])
    expect(await ask(world, question)).toMatchObject({ ok: true, downstream: { accessToken: 'at-1' } })
    expect([server.received, server.isAlive]).toEqual([['rt-0'], true])
  })

  it('after the journal, before the request is sent: the same refresh token goes under backoff, once', async () => {
    const { world, server, question } = await prepare(true)
    await askAndKill(world, question, 'after the journal, before the request is sent')
    expect(await grantOf(world)).toMatchObject({ state: 'refreshing', version: 1 })
    expect(await ask(world, question)).toMatchObject({ ok: false, reason: 'downstream_unavailable' })
    expect(server.received).toEqual([])
    await passBackoff(world)
    expect(await ask(world, question)).toMatchObject({ ok: true, downstream: { accessToken: 'at-1' } })
    expect(await grantOf(world)).toMatchObject({ state: 'active', version: 2 })
    expect([server.received, server.isAlive]).toEqual([['rt-0'], true])
  })

  it.each([
    'after the server has taken the request, before it answers',
    'while the new tokens are encrypted',
  ] as const)(
    '%s: the outcome is unknown, and the same refresh token goes again under backoff',
    async (point) => {
      const { world, server, question } = await prepare(false)
      await askAndKill(world, question, point)
      expect(await grantOf(world)).toMatchObject({ state: 'refreshing', version: 1 })
      expect(await ask(world, question)).toMatchObject({ ok: false, reason: 'downstream_unavailable' })
      expect(server.received).toEqual(['rt-0'])
      await passBackoff(world)
      expect(await ask(world, question)).toMatchObject({ ok: true, downstream: { accessToken: 'at-2' } })
      expect(await grantOf(world)).toMatchObject({ state: 'active', version: 2 })
      expect([server.received, server.isAlive]).toEqual([['rt-0', 'rt-0'], true])
    },
  )

  it('after the answer, before the store: a server that answers a repetition keeps the grant', async () => {
    const { world, server, question } = await prepare(false)
    await askAndKill(world, question, 'after the answer, before the store')
    expect(await grantOf(world)).toMatchObject({ state: 'refreshing', version: 1 })
    await passBackoff(world)
    expect(await ask(world, question)).toMatchObject({ ok: true, downstream: { accessToken: 'at-2' } })
    expect(server.received).toEqual(['rt-0', 'rt-0'])
  })

  it('after the answer, before the store: a strict server ends the grant, which leads to a new sign-in', async () => {
    const { world, server, question } = await prepare(true)
    await askAndKill(world, question, 'after the answer, before the store')
    await passBackoff(world)
    expect(await ask(world, question)).toEqual({ ok: false, reason: 'invalid_token' })
    expect(await grantOf(world)).toMatchObject({ state: 'needs_reauth', end_reason: 'invalid_grant' })
    expect([server.received, server.isAlive]).toEqual([['rt-0', 'rt-0'], false])
  })

  it('after the store, before the reply: the new token is there, and nothing is sent again', async () => {
    const { world, server, question } = await prepare(true)
    await askAndKill(world, question, 'after the store, before the reply')
    expect(await grantOf(world)).toMatchObject({ state: 'active', version: 2 })
    expect(await ask(world, question)).toMatchObject({ ok: true, downstream: { accessToken: 'at-1' } })
    expect([server.received, server.isAlive]).toEqual([['rt-0'], true])
  })
})
