import { describe, expect, it } from 'vitest'
import { insertBlockedUser } from '../gateway/authorization/blocked-users.ts'
import { decideRefresh, type RefreshVerdict } from '../gateway/authorization/refresh.ts'
import type { RefreshToken } from '../gateway/authorization/refresh-tokens.ts'
import { GatewayObject } from '../gateway/object.ts'
import { CLIENT_REDIRECT, env, Jar, OAuthWorld, VERIFIER, type Tokens } from '../testing/oauth-world.ts'
import { sha256Base64url } from '../crypto/digest.ts'
import { checkCredential } from './credential/check-credential.ts'
import { forgetToken } from './credential/credential-cache.ts'

const range = (count: number) => Array.from({ length: count }, (_, index) => index)
const errorOf = async (response: Response) => [
  response.status,
  (await response.json<{ error?: string }>()).error ?? null,
]

/** Past this isolate's cache. */
async function ask(world: OAuthWorld, which: 'a' | 'b' | 'host', token: string) {
  forgetToken(token)
  return checkCredential(
    new Request(world.surface(which).resource, { headers: { authorization: `Bearer ${token}` } }),
    env,
    world.snapshot(which),
    world.surface(which),
    { maxAgeMs: 10_000 },
  )
}

/** Lets time pass for everything that was presented. */
const age = (world: OAuthWorld, ms: number) =>
  world.sql((sql) => sql.exec('UPDATE refresh_tokens SET presented_at = presented_at - ?', ms))

const grantStates = async (world: OAuthWorld) =>
  (await world.object().listGrants({ limit: 50 })).grants.map((grant) => grant.state)

describe('PKCE cannot be downgraded (S2, O7)', () => {
  it('of all challenges and verifiers exactly one cell is answered with tokens', async () => {
    const world = await OAuthWorld.create()
    const challenge = await sha256Base64url(VERIFIER)
    const challenges: Record<string, Record<string, string | undefined>> = {
      S256: {},
      plain: { code_challenge: VERIFIER, code_challenge_method: 'plain' },
      'no method': { code_challenge_method: undefined },
      absent: { code_challenge: undefined, code_challenge_method: undefined },
      'method alone': { code_challenge: undefined },
      empty: { code_challenge: '' },
      '42 characters': { code_challenge: challenge.slice(1) },
      '129 characters': { code_challenge: 'a'.repeat(129) },
      'foreign characters': { code_challenge: '!'.repeat(43) },
    }
    const verifiers = [VERIFIER, `${VERIFIER}x`, '', undefined, 'a'.repeat(100_00), challenge]
    const outcomes: string[] = []
    for (const [name, changes] of Object.entries(challenges)) {
      const opened = await world.open('a', await world.query('a', changes))
      if (opened.status === 302) {
        const location = new URL(opened.headers.get('location') ?? '')
        expect([name, location.searchParams.get('error')]).toEqual([name, 'invalid_request'])
        expect(location.searchParams.get('iss')).toBe(world.surface('a').issuer)
        continue
      }
      for (const verifier of verifiers) {
        const form: Record<string, string> = {
          grant_type: 'authorization_code',
          client_id: world.preregisteredId,
          redirect_uri: CLIENT_REDIRECT,
          code: await world.code('a', changes),
          ...(verifier === undefined ? {} : { code_verifier: verifier }),
        }
        const response = await world.post('a', 'token', form)
        if (response.status === 200) outcomes.push(`${name} × ${verifiers.indexOf(verifier)}`)
        else expect(response.status).toBe(400)
      }
    }
    expect(outcomes).toEqual(['S256 × 0'])
  })
})

describe('a code (O7)', () => {
  it('of 20 redemptions at once one is answered, and the proven replays end what it issued', async () => {
    const world = await OAuthWorld.create()
    const code = await world.code('a')
    const responses = await Promise.all(range(20).map(() => world.redeem('a', code)))
    const good = responses.filter((response) => response.status === 200)
    expect(good).toHaveLength(1)
    const tokens = await good[0]?.json<Tokens>()
    expect(await ask(world, 'a', tokens?.access_token ?? '')).toMatchObject({ reason: 'invalid_token' })
    expect(await errorOf(await world.refresh('a', tokens?.refresh_token ?? ''))).toEqual([
      400,
      'invalid_grant',
    ])
    expect(await grantStates(world)).toEqual(['revoked'])
  })

  it('counts as replayed only with the right client, redirect URI and verifier', async () => {
    const world = await OAuthWorld.create()
    const code = await world.code('a')
    const tokens = await (await world.redeem('a', code)).json<Tokens>()
    const other = (await (await world.register('a')).json<{ client_id: string }>()).client_id
    for (const changes of [
      { code_verifier: `${VERIFIER}x` },
      { redirect_uri: 'https://client.test.dev/other' },
      { client_id: other },
    ]) {
      expect(await errorOf(await world.redeem('a', code, changes))).toEqual([400, 'invalid_grant'])
      expect(await ask(world, 'a', tokens.access_token)).toMatchObject({ ok: true })
    }
    expect(await errorOf(await world.redeem('a', code))).toEqual([400, 'invalid_grant'])
    expect(await ask(world, 'a', tokens.access_token)).toMatchObject({ ok: false, reason: 'invalid_token' })
  })

  it('is dead after 60 seconds, and its authorization ends with its grant', async () => {
    const world = await OAuthWorld.create()
    const code = await world.code('a')
    const seconds = await world.sql((sql) =>
      sql
        .exec<{ left: number }>(
          'SELECT (code_expires_at - ?) / 1000.0 AS left FROM authorizations',
          Date.now(),
        )
        .one(),
    )
    expect(seconds.left).toBeLessThanOrEqual(60)
    expect(seconds.left).toBeGreaterThan(50)
    await world.sql((sql) => sql.exec('UPDATE authorizations SET code_expires_at = ?', Date.now() - 1))
    expect(await errorOf(await world.redeem('a', code))).toEqual([400, 'invalid_grant'])
    await world.sql((sql) => {
      sql.exec("UPDATE oauth_store SET expires_at = 1 WHERE kind = 'grant'")
      sql.exec("UPDATE timers SET due_at = 1 WHERE name = 'expiry'")
    })
    await world.runAlarm()
    expect(await grantStates(world)).toEqual(['revoked'])
    expect(await world.sql((sql) => sql.exec('SELECT * FROM authorizations').toArray())).toEqual([])
  })
})

describe('refresh tokens (O10)', () => {
  it('20 at once get one and the same answer, which works', async () => {
    const world = await OAuthWorld.create()
    const { refresh_token } = await world.tokens('a')
    const responses = await Promise.all(range(20).map(() => world.refresh('a', refresh_token)))
    expect(responses.map((response) => response.status)).toEqual(range(20).map(() => 200))
    const bodies = await Promise.all(responses.map((response) => response.text()))
    expect(new Set(bodies).size).toBe(1)
    const next = JSON.parse(bodies[0] ?? '') as Tokens
    expect(await ask(world, 'a', next.access_token)).toMatchObject({ ok: true })
    expect((await world.refresh('a', next.refresh_token)).status).toBe(200)
    expect((await world.refresh('a', refresh_token)).status).toBe(200)
  })

  it('the same request within 60 seconds gets the same answer, and the sixty-first another', async () => {
    const world = await OAuthWorld.create()
    const { refresh_token } = await world.tokens('a')
    const ask = async () => (await world.refresh('a', refresh_token)).text()
    const answer = await ask()
    await age(world, 58_000)
    expect(await ask()).toBe(answer)
    await age(world, 3_000)
    expect(await ask()).not.toBe(answer)
  })

  it('the kept answer cannot be read from the object without the token', async () => {
    const world = await OAuthWorld.create()
    const { refresh_token } = await world.tokens('a')
    await world.refresh('a', refresh_token)
    const dump = await world.stateSnapshot()
    const [user] = await world.sql((sql) =>
      sql.exec<{ user_id: string }>('SELECT user_id FROM users').toArray(),
    )
    expect(dump).not.toMatch(
      new RegExp(`${user?.user_id}:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]{32}(?![A-Za-z0-9_-])`),
    )
    // A table has nearly the same name.
    expect(dump).not.toMatch(/access_token(?!s)/)
  })

  it('later, with the successor unused, a new pair is issued and the old successor struck out', async () => {
    const world = await OAuthWorld.create()
    const first = await world.tokens('a')
    const lost = await (await world.refresh('a', first.refresh_token)).json<Tokens>()
    // Its access token does not count as the successor.
    expect(await ask(world, 'a', lost.access_token)).toMatchObject({ ok: true })
    await age(world, 61_000)
    const again = await world.refresh('a', first.refresh_token)
    expect(again.status).toBe(200)
    const found = await again.json<Tokens>()
    expect(found.refresh_token).not.toBe(lost.refresh_token)
    expect((await world.refresh('a', found.refresh_token)).status).toBe(200)
  })

  it('a struck-out token that comes back ends the family', async () => {
    const world = await OAuthWorld.create()
    const first = await world.tokens('a')
    const lost = await (await world.refresh('a', first.refresh_token)).json<Tokens>()
    await age(world, 61_000)
    const found = await (await world.refresh('a', first.refresh_token)).json<Tokens>()
    expect(await errorOf(await world.refresh('a', lost.refresh_token))).toEqual([400, 'invalid_grant'])
    expect(await ask(world, 'a', found.access_token)).toMatchObject({ reason: 'invalid_token' })
    expect(await grantStates(world)).toEqual(['revoked'])
  })

  it('a token whose successor was used ends the family, and only this one', async () => {
    const world = await OAuthWorld.create()
    const bystander = await world.tokens('a')
    const first = await world.tokens('a')
    const second = await (await world.refresh('a', first.refresh_token)).json<Tokens>()
    const third = await (await world.refresh('a', second.refresh_token)).json<Tokens>()
    await age(world, 61_000)
    expect(await errorOf(await world.refresh('a', first.refresh_token))).toEqual([400, 'invalid_grant'])
    expect(await errorOf(await world.refresh('a', third.refresh_token))).toEqual([400, 'invalid_grant'])
    expect((await world.refresh('a', bystander.refresh_token)).status).toBe(200)
  })

  it('a used token proves its reuse for as long as it could have lived itself', async () => {
    const world = await OAuthWorld.create()
    const first = await world.tokens('a')
    const second = await (await world.refresh('a', first.refresh_token)).json<Tokens>()
    const third = await (await world.refresh('a', second.refresh_token)).json<Tokens>()
    const lifetime = world.snapshot('a').gateway.refreshTokenTtlSeconds * 1_000
    const left = async (ms: number) => {
      await age(world, ms)
      await world.sql((sql) => sql.exec("UPDATE timers SET due_at = 1 WHERE name = 'expiry'"))
      await world.runAlarm()
      const rows = await world.sql((sql) =>
        sql.exec("SELECT token_hash FROM refresh_tokens WHERE state = 'used'").toArray(),
      )
      return rows.length
    }
    expect([await left(lifetime - 60_000), await left(61_000)]).toEqual([2, 0])
    expect((await world.refresh('a', third.refresh_token)).status).toBe(200)
  })

  it('another client, another scope, another resource and an unknown token end nothing', async () => {
    const world = await OAuthWorld.create()
    const first = await world.tokens('a')
    const second = await (await world.refresh('a', first.refresh_token)).json<Tokens>()
    const third = await (await world.refresh('a', second.refresh_token)).json<Tokens>()
    const other = (await (await world.register('a')).json<{ client_id: string }>()).client_id
    for (const ms of [0, 61_000]) {
      await age(world, ms)
      expect(await errorOf(await world.refresh('a', first.refresh_token, { client_id: other }))).toEqual([
        400,
        'invalid_grant',
      ])
      expect(await errorOf(await world.refresh('a', first.refresh_token, { client_id: 'nobody' }))).toEqual([
        401,
        'invalid_client',
      ])
      expect(await errorOf(await world.refresh('a', first.refresh_token, { client_secret: 'x' }))).toEqual([
        401,
        'invalid_client',
      ])
      expect(await errorOf(await world.refresh('a', first.refresh_token, { scope: 'tickets.read' }))).toEqual(
        [400, 'invalid_grant'],
      )
      expect(
        await errorOf(await world.refresh('a', first.refresh_token, { resource: 'https://other.test.dev' })),
      ).toEqual([400, 'invalid_target'])
    }
    expect((await world.refresh('a', third.refresh_token)).status).toBe(200)
  })

  it('are issued without offline_access, and a narrower scope narrows only the access token', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a', { scope: 'tickets.read accounts.read unknown.scope' })
    expect(tokens.scope.split(' ').toSorted()).toEqual(['accounts.read', 'tickets.read'])
    const narrow = await (
      await world.refresh('a', tokens.refresh_token, { scope: 'tickets.read' })
    ).json<Tokens>()
    expect(narrow.scope).toBe('tickets.read')
    expect(await ask(world, 'a', narrow.access_token)).toMatchObject({ caller: { scopes: ['tickets.read'] } })
    const wide = await (await world.refresh('a', narrow.refresh_token)).json<Tokens>()
    expect(wide.scope.split(' ')).toHaveLength(2)
  })
})

describe('what a presented refresh token means (O10)', () => {
  const token = (changes: Partial<RefreshToken>): RefreshToken => ({
    state: 'used',
    presentedAt: 0,
    successorHash: 'next',
    fingerprint: 'same',
    answer: null,
    ...changes,
  })
  const current = token({ state: 'current', presentedAt: null })
  const MINUTE = 60_000

  it.each<[string, RefreshToken, RefreshToken | undefined, number, RefreshVerdict, RefreshVerdict]>([
    ['not presented yet', current, undefined, 0, 'issue', 'issue'],
    ['60 s after it was presented', token({}), current, MINUTE, 'repeat', 'refuse'],
    ['later, its successor unused', token({}), current, MINUTE + 1, 'reissue', 'reissue'],
    ['later, its successor used', token({}), token({}), MINUTE + 1, 'reuse', 'refuse'],
    ['struck out', token({ state: 'struck' }), undefined, 0, 'reuse', 'refuse'],
    // Nothing is proven by a row that is missing.
    ['later, its successor missing', token({}), undefined, MINUTE + 1, 'refuse', 'refuse'],
  ])('%s', (_name, presented, successor, now, same, other) => {
    expect(decideRefresh(presented, successor, 'same', now)).toBe(same)
    expect(decideRefresh(presented, successor, 'another scope', now)).toBe(other)
  })
})

describe('scopes of a token', () => {
  const setScopes = async (world: OAuthWorld, scopes: string[]) => {
    await env.DB.prepare('UPDATE attachments SET scopes = ?, version = version + 1 WHERE id = ?')
      .bind(JSON.stringify(scopes), world.snapshot('a').attachment.id)
      .run()
    await world.object().configurationChanged()
  }

  it('a scope sent beside a code changes nothing (RFC 6749 §4.1.3)', async () => {
    const world = await OAuthWorld.create()
    for (const scope of ['tickets.read', 'admin.read', '"\\"']) {
      const response = await world.redeem('a', await world.code('a'), { scope })
      expect([scope, response.status]).toEqual([scope, 200])
      const tokens = await response.json<Tokens>()
      expect(tokens.scope.split(' ').toSorted()).toEqual(['accounts.read', 'tickets.read'])
    }
  })

  it('are those that the attachment still has; where none is left the token is invalid_grant', async () => {
    const world = await OAuthWorld.create()
    const code = await world.code('a')
    const first = await world.tokens('a')
    await setScopes(world, ['tickets.read', 'tickets.write'])
    expect(await (await world.redeem('a', code)).json()).toMatchObject({ scope: 'tickets.read' })
    const second = await (await world.refresh('a', first.refresh_token)).json<Tokens>()
    expect(second.scope).toBe('tickets.read')
    expect(await errorOf(await world.refresh('a', second.refresh_token, { scope: 'accounts.read' }))).toEqual(
      [400, 'invalid_scope'],
    )
    await setScopes(world, ['tickets.write'])
    expect(await errorOf(await world.refresh('a', second.refresh_token))).toEqual([400, 'invalid_grant'])
    await setScopes(world, ['tickets.read', 'accounts.read'])
    const third = await (await world.refresh('a', second.refresh_token)).json<Tokens>()
    expect(third.scope.split(' ').toSorted()).toEqual(['accounts.read', 'tickets.read'])
  })
})

describe('strangers cause no work (architecture.md §3.2, P9)', () => {
  const wakes = async (work: () => Promise<void>): Promise<number> => {
    const { token, revoke } = GatewayObject.prototype
    let calls = 0
    GatewayObject.prototype.token = function (call) {
      calls += 1
      return token.call(this, call)
    }
    GatewayObject.prototype.revoke = function (call) {
      calls += 1
      return revoke.call(this, call)
    }
    try {
      await work()
    } finally {
      Object.assign(GatewayObject.prototype, { token, revoke })
    }
    return calls
  }
  const client = (world: OAuthWorld) => ({ client_id: world.preregisteredId })

  it('a forged, foreign or repeated code or token is refused without waking the object', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const refresh = { ...client(world), grant_type: 'refresh_token' }
    const statuses: [number, string | undefined][] = []
    const calls = await wakes(async () => {
      for (const response of [
        await world.redeem('a', 'lmn_0forged'),
        await world.refresh('a', tokens.access_token),
        await world.refresh('b', tokens.refresh_token),
        await world.post('a', 'token', `${new URLSearchParams(refresh)}&${'refresh_token=x&'.repeat(1_000)}`),
        await world.post('a', 'revoke', { ...client(world), token: 'rubbish' }),
      ]) {
        statuses.push([response.status, /"error":"(\w+)"/.exec(await response.text())?.[1]])
      }
    })
    expect([calls, statuses]).toEqual([
      0,
      [
        [400, 'invalid_grant'],
        [400, 'invalid_grant'],
        [400, 'invalid_grant'],
        [400, 'invalid_request'],
        [200, undefined],
      ],
    ])
    expect(await wakes(async () => void (await world.refresh('a', tokens.refresh_token)))).toBe(1)
  })

  it('after 60 a minute an address gets no further without a genuine code or token', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const wrong = { ...client(world), grant_type: 'refresh_token', client_secret: 'x', refresh_token: 'x' }
    const statuses: number[] = []
    const calls = await wakes(async () => {
      for (const _ of range(70)) statuses.push((await world.post('a', 'token', wrong)).status)
    })
    expect([calls, statuses.filter((status) => status === 401).length, statuses.at(-1)]).toEqual([
      60, 60, 429,
    ])
    expect((await world.refresh('a', tokens.refresh_token)).status).toBe(200)
    const elsewhere = await world.post('a', 'token', wrong, { 'cf-connecting-ip': '192.0.2.9' })
    expect(elsewhere.status).toBe(401)
  })

  it('a flood of refusals is 60 lines a minute in the log, whatever it tries', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    await world.sql((sql) => {
      sql.exec('CREATE TABLE outbox_copy (event TEXT)')
      sql.exec(
        'CREATE TRIGGER keep AFTER INSERT ON outbox BEGIN INSERT INTO outbox_copy VALUES (new.event); END',
      )
    })
    for (const _ of range(21)) {
      await world.post('a', 'token', { refresh_token: tokens.refresh_token })
      await world.post('a', 'revoke', { token: tokens.refresh_token })
      await world.decide('a', 'x'.repeat(32), new Jar(), 'allow', [], { 'cf-connecting-ip': world.gatewayId })
    }
    const { count } = await world.sql((sql) =>
      sql.exec<{ count: number }>('SELECT count(*) AS count FROM outbox_copy').one(),
    )
    expect(count).toBe(61)
  }, 20_000)
})

describe('a refused request changes nothing (S3)', () => {
  it('for every refusal at token, register and revoke', async () => {
    const world = await OAuthWorld.create()
    const code = await world.code('a')
    const tokens = await world.tokens('a')
    const good = {
      grant_type: 'authorization_code',
      client_id: world.preregisteredId,
      redirect_uri: CLIENT_REDIRECT,
      code_verifier: VERIFIER,
      code,
    }
    const refresh = {
      grant_type: 'refresh_token',
      client_id: world.preregisteredId,
      refresh_token: tokens.refresh_token,
    }
    const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
    const refused: [string, () => Promise<Response>, number][] = [
      ['no client', () => world.post('a', 'token', { ...good, client_id: '' }), 401],
      ['unknown client', () => world.post('a', 'token', { ...good, client_id: 'nobody' }), 401],
      ['secret of a public client', () => world.post('a', 'token', { ...good, client_secret: 'x' }), 401],
      ['malformed Basic', () => world.post('a', 'token', good, { authorization: 'Basic !!' }), 401],
      ['no grant type', () => world.post('a', 'token', { ...good, grant_type: '' }), 400],
      [
        'token without grant type',
        () => world.post('a', 'token', { client_id: good.client_id, token: tokens.refresh_token }),
        400,
      ],
      ['foreign grant type', () => world.post('a', 'token', { ...good, grant_type: 'password' }), 400],
      ['no code', () => world.post('a', 'token', { ...good, code: '' }), 400],
      ['forged code', () => world.post('a', 'token', { ...good, code: `${code.slice(0, -2)}AA` }), 400],
      ['access token as code', () => world.post('a', 'token', { ...good, code: tokens.access_token }), 400],
      ['wrong verifier', () => world.post('a', 'token', { ...good, code_verifier: 'x'.repeat(43) }), 400],
      ['no verifier', () => world.post('a', 'token', { ...good, code_verifier: '' }), 400],
      [
        'wrong redirect',
        () => world.post('a', 'token', { ...good, redirect_uri: 'https://x.test.dev/' }),
        400,
      ],
      [
        'wrong resource',
        () => world.post('a', 'token', { ...good, resource: 'https://x.test.dev/mcp' }),
        400,
      ],
      ['repeated code', () => world.post('a', 'token', `${form(good)}&code=x`), 400],
      ['code of A at B', () => world.post('b', 'token', good), 400],
      ['code of the path form at the host form', () => world.post('host', 'token', good), 400],
      ['refresh of A at B', () => world.post('b', 'token', refresh), 400],
      [
        'refresh with scope outside',
        () => world.post('a', 'token', { ...refresh, scope: 'admin.read' }),
        400,
      ],
      ['repeated refresh token', () => world.post('a', 'token', `${form(refresh)}&refresh_token=y`), 400],
      ['a huge body', () => world.post('a', 'token', `${form(good)}&x=${'x'.repeat(70_000)}`), 413],
      ['JSON', () => world.post('a', 'token', '{}', { 'content-type': 'application/json' }), 400],
      ['percent rubbish', () => world.post('a', 'token', '%E0%A4%A=%ZZ&&==&grant_type'), 401],
      ['no token at revoke', () => world.post('a', 'revoke', { client_id: good.client_id }), 400],
      [
        'unknown client at revoke',
        () => world.post('a', 'revoke', { client_id: 'x', token: tokens.refresh_token }),
        401,
      ],
      [
        'JSON array at register',
        () =>
          world.send(
            'a',
            'register',
            new Request(world.surface('a').registrationEndpoint, { method: 'POST', body: '[]' }),
          ),
        400,
      ],
      [
        'no JSON at register',
        () =>
          world.send(
            'a',
            'register',
            new Request(world.surface('a').registrationEndpoint, { method: 'POST', body: '{' }),
          ),
        400,
      ],
      ['no redirect URI', () => world.register('a', { redirect_uris: [] }), 400],
      ['script redirect', () => world.register('a', { redirect_uris: ['javascript:alert(1)'] }), 400],
      ['remote http alone', () => world.register('a', { redirect_uris: ['http://x.test.dev/cb'] }), 400],
      ['GET', () => world.send('a', 'token', new Request(world.surface('a').tokenEndpoint)), 405],
      [
        'HEAD',
        () => world.send('a', 'token', new Request(world.surface('a').tokenEndpoint, { method: 'HEAD' })),
        405,
      ],
    ]
    for (const [name, attempt, status] of refused) {
      const before = await world.stateSnapshot()
      const response = await attempt()
      expect([name, response.status]).toEqual([name, status])
      expect(response.headers.get('content-type')).toContain('application/json')
      expect([name, (await world.stateSnapshot()) === before]).toEqual([name, true])
    }
    expect((await world.post('a', 'token', good)).status).toBe(200)
    expect((await world.post('a', 'token', refresh)).status).toBe(200)
  })

  it('a revocation with a token of another attachment is answered and changes nothing', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const before = await world.stateSnapshot()
    for (const which of ['b', 'host'] as const) {
      for (const token of [tokens.access_token, tokens.refresh_token, 'rubbish']) {
        const response = await world.post(which, 'revoke', { client_id: world.preregisteredId, token })
        expect(response.status).toBe(200)
      }
    }
    const other = (await (await world.register('a')).json<{ client_id: string }>()).client_id
    const afterRegistration = await world.stateSnapshot()
    expect((await world.post('a', 'revoke', { client_id: other, token: tokens.refresh_token })).status).toBe(
      200,
    )
    expect(await world.stateSnapshot()).toBe(afterRegistration)
    expect(JSON.parse(before)[0]).toEqual(JSON.parse(afterRegistration)[0])
    expect(await ask(world, 'a', tokens.access_token)).toMatchObject({ ok: true })
  })
})

describe('audience (S8)', () => {
  it('a token works at its own attachment and form only', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    expect(await ask(world, 'a', tokens.access_token)).toMatchObject({ ok: true })
    for (const which of ['b', 'host'] as const) {
      expect(await ask(world, which, tokens.access_token)).toEqual({ ok: false, reason: 'invalid_token' })
    }
    for (const token of ['downstream-at-1', tokens.refresh_token, `${tokens.access_token}A`, '']) {
      expect(await ask(world, 'a', token)).toEqual({ ok: false, reason: 'invalid_token' })
    }
  })

  it('under its custom host a server has an authorization of its own', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('host')
    expect(await ask(world, 'host', tokens.access_token)).toMatchObject({ ok: true })
    expect(await ask(world, 'a', tokens.access_token)).toEqual({ ok: false, reason: 'invalid_token' })
  })
})

describe('the end of an authorization (product.md §5)', () => {
  it('revoking the refresh token ends access token and grant, here only', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const requests = world.ledger.length
    const form = { client_id: world.preregisteredId, token: tokens.refresh_token }
    expect((await world.post('a', 'revoke', form)).status).toBe(200)
    expect(await ask(world, 'a', tokens.access_token)).toMatchObject({ reason: 'invalid_token' })
    expect(await grantStates(world)).toEqual(['revoked'])
    expect(world.ledger).toHaveLength(requests)
    // Not only refused: nothing of the family is left.
    const left = await world.sql((sql) => [
      ...sql.exec("SELECT key FROM oauth_store WHERE kind IN ('grant', 'token')").toArray(),
      ...sql.exec('SELECT token_hash FROM refresh_tokens').toArray(),
      ...sql.exec('SELECT authorization_id FROM authorizations').toArray(),
    ])
    expect(left).toEqual([])
  })

  it('revoking an access token ends it alone, at once in this isolate', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const cached = () =>
      checkCredential(
        new Request(world.surface('a').resource, {
          headers: { authorization: `bearer ${tokens.access_token}` },
        }),
        env,
        world.snapshot('a'),
        world.surface('a'),
        { maxAgeMs: 10_000 },
      )
    expect(await cached()).toMatchObject({ ok: true })
    const form = {
      client_id: world.preregisteredId,
      token: tokens.access_token,
      token_type_hint: 'access_token',
    }
    await world.post('a', 'revoke', form)
    expect(await cached()).toMatchObject({ reason: 'invalid_token' })
    expect((await world.refresh('a', tokens.refresh_token)).status).toBe(200)
  })

  it('whatever ends it, this isolate forgets its access tokens at once (P8)', async () => {
    const ends: ((world: OAuthWorld, code: string, tokens: Tokens) => Promise<Response>)[] = [
      (world, _code, { refresh_token }) =>
        world.post('a', 'revoke', { client_id: world.preregisteredId, token: refresh_token }),
      (world, code) => world.redeem('a', code),
    ]
    for (const end of ends) {
      const world = await OAuthWorld.create()
      const code = await world.code('a')
      const tokens = await (await world.redeem('a', code)).json<Tokens>()
      const headers = { authorization: `Bearer ${tokens.access_token}` }
      const cached = () =>
        checkCredential(
          new Request(world.surface('a').resource, { headers }),
          env,
          world.snapshot('a'),
          world.surface('a'),
          { maxAgeMs: 10_000 },
        )
      expect(await cached()).toMatchObject({ ok: true })
      await end(world, code, tokens)
      expect(await cached()).toMatchObject({ reason: 'invalid_token' })
    }
  })

  it('a grant that an admin revokes takes the tokens of the client with it', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const result = await world
      .object()
      .revokeGrants({ all: true }, { downstream: false, actor: 'test', askedAt: Date.now() })
    expect(result).toMatchObject({ revoked: 1, effectiveWithinSeconds: 10 })
    expect(await ask(world, 'a', tokens.access_token)).toMatchObject({ reason: 'invalid_token' })
    expect(await errorOf(await world.refresh('a', tokens.refresh_token))).toEqual([400, 'invalid_grant'])
  })

  it('a blocked client gets no further, with tokens or without', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    await world.object().blockClient(world.preregisteredId, { actor: 'test', askedAt: Date.now() })
    expect(await ask(world, 'a', tokens.access_token)).toMatchObject({ ok: false })
    expect(await errorOf(await world.refresh('a', tokens.refresh_token))).toEqual([401, 'invalid_client'])
    expect((await world.open('a', await world.query('a'))).status).toBe(403)
  })

  it('a blocked user gets no further although the end of the grants was cut off', async () => {
    const world = await OAuthWorld.create()
    const [tokens, code] = [await world.tokens('a'), await world.code('a')]
    const repeated = await (await world.refresh('a', tokens.refresh_token)).json<Tokens>()
    world.subject = 'grace'
    const grace = await world.tokens('a')
    const ada = { userIssuer: 'https://as.test.dev', userSubject: 'ada' }
    await world.sql((sql) => insertBlockedUser(sql, { ...ada, blockedAt: Date.now(), actor: 'test' }))
    expect(await ask(world, 'a', repeated.access_token)).toEqual({ ok: false, reason: 'blocked' })
    for (const token of [tokens.refresh_token, repeated.refresh_token])
      expect(await errorOf(await world.refresh('a', token))).toEqual([400, 'invalid_grant'])
    expect(await errorOf(await world.redeem('a', code))).toEqual([400, 'invalid_grant'])
    expect(await ask(world, 'a', grace.access_token)).toMatchObject({ ok: true })
    expect((await world.refresh('a', grace.refresh_token)).status).toBe(200)
    await world.object().unblockUser(ada, { askedAt: Date.now() })
    expect((await world.redeem('a', code)).status).toBe(200)
  })

  it('one client on many laptops keeps ten sign-ins; the eleventh ends the least recently used', async () => {
    const world = await OAuthWorld.create()
    const first = await world.tokens('a')
    const second = await world.tokens('a')
    await ask(world, 'a', first.access_token)
    for (const _ of range(8)) await world.tokens('a')
    expect(await ask(world, 'a', second.access_token)).toMatchObject({ ok: true })
    await ask(world, 'a', first.access_token)
    await world.tokens('a')
    const states = await grantStates(world)
    expect(states.filter((state) => state === 'active')).toHaveLength(10)
    expect(states.filter((state) => state === 'revoked')).toHaveLength(1)
  })

  it('a detached attachment takes its authorizations with it', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const kept = await world.tokens('b')
    await env.DB.prepare('DELETE FROM attachments WHERE id = ?').bind(world.snapshot('a').attachment.id).run()
    await world.object().configurationChanged()
    expect(await ask(world, 'a', tokens.access_token)).toEqual({ ok: false, reason: 'no_gateway' })
    expect(await ask(world, 'b', kept.access_token)).toMatchObject({ ok: true })
    expect((await grantStates(world)).toSorted()).toEqual(['active', 'revoked'])
  })

  it('a server disabled in the object is refused although the edge does not know yet', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    await env.DB.prepare('UPDATE servers SET enabled = 0 WHERE id = ?')
      .bind(world.snapshot('a').server.id)
      .run()
    await world.object().configurationChanged()
    expect(await ask(world, 'a', tokens.access_token)).toEqual({ ok: false, reason: 'server_disabled' })
  })

  it('scopes that the attachment loses are gone from tokens issued before', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    await env.DB.prepare('UPDATE attachments SET scopes = ? WHERE id = ?')
      .bind('["accounts.read"]', world.snapshot('a').attachment.id)
      .run()
    await world.object().configurationChanged()
    expect(await ask(world, 'a', tokens.access_token)).toMatchObject({
      caller: { scopes: ['accounts.read'] },
    })
  })
})

describe('resource (O8)', () => {
  it('compares scheme and host without case and tolerates a default port and one slash, at both endpoints', async () => {
    const world = await OAuthWorld.create()
    const { resource } = world.surface('a')
    for (const spelling of [resource, `${resource}/`, resource.replace('http:', 'HTTP:')]) {
      const code = await world.code('a', { resource: spelling })
      expect([spelling, (await world.redeem('a', code, { resource: spelling })).status]).toEqual([
        spelling,
        200,
      ])
    }
    const code = await world.code('a', { resource: undefined })
    expect(await errorOf(await world.redeem('a', code, { resource: `${resource}//` }))).toEqual([
      400,
      'invalid_target',
    ])
    expect((await world.redeem('a', code)).status).toBe(200)
  })
})
