import { describe, expect, it } from 'vitest'
import { OutboundError, type OutboundFailure } from '../../net/outbound-error.ts'
import type { Fault } from '../../testing/fake-authorization-server.ts'
import { inVault, newGrant, type VaultWorld } from '../../testing/vault-fixture.ts'

const HOUR = 3_600_000
const MINIMUM = 10_000

const fails =
  (failure: OutboundFailure): Fault =>
  () => {
    throw new OutboundError(failure, failure)
  }
const answers =
  (status: number, body: BodyInit | Record<string, unknown>, headers: Record<string, string> = {}): Fault =>
  () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers })

describe('the refresh state machine (security.md §3, P2)', () => {
  it.each([2, 50, 1_000])(
    'S5: %i concurrent calls at expiry make one token request and all get the new token',
    (n) =>
      inVault(async (world) => {
        const vault = world.boot()
        const id = await vault.create(newGrant(world))
        world.clock.now += HOUR + 1
        const all = await Promise.all(Array.from({ length: n }, () => vault.accessToken(id, MINIMUM)))
        expect(world.as.tokenRequests).toHaveLength(1)
        const [first] = all
        expect(first).toMatchObject({ ok: true, expiresAt: world.clock.now + HOUR })
        expect(new Set(all.map((one) => one.ok && one.accessToken)).size).toBe(1)
        expect(world.row(id)).toMatchObject({ state: 'active' })
      }),
  )

  it.each([2, 50, 1_000])('S5: %i concurrent calls make one token request also when it fails', (n) =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script(answers(503, 'down'))
      const all = await Promise.all(Array.from({ length: n }, () => vault.accessToken(id, MINIMUM)))
      expect(world.as.tokenRequests).toHaveLength(1)
      for (const one of all) expect(one).toEqual({ ok: false, reason: 'unavailable', retryAfterSeconds: 1 })
    }),
  )

  it('step 1: a token that lives long enough is served without any request', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.clock.now += HOUR / 2
      const answer = await vault.accessToken(id, MINIMUM)
      expect(answer).toMatchObject({ ok: true, accessToken: grant.tokens.accessToken })
      expect(world.as.ledger).toHaveLength(0)
    }))

  it('below the early mark the old token is served at once and the refresh runs behind it', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.clock.now += HOUR * 0.96
      const answer = await vault.accessToken(id, MINIMUM)
      expect(answer).toMatchObject({ ok: true, accessToken: grant.tokens.accessToken })
      await Promise.all(world.background)
      expect(world.as.tokenRequests).toHaveLength(1)
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true, accessToken: 'at-3' })
    }))

  it('P3: the intent is on disk before the request leaves, the new tokens before anybody is answered', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      let during: Record<string, SqlStorageValue> | undefined
      world.as.script((_request, commit) => {
        during = world.row(id)
        return commit()
      })
      await vault.accessToken(id, MINIMUM)
      expect(during).toMatchObject({ state: 'refreshing', version: 1, attempt_at: world.clock.now })
      expect(during?.['attempt_id']).toMatch(/^[\w-]{16}$/)
      expect(world.row(id)).toMatchObject({ state: 'active', version: 2, attempt_id: null })
    }))

  it('a caller that does not wait does not stop the refresh', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      void vault.accessToken(id, MINIMUM)
      expect(world.background).toHaveLength(1)
      await Promise.all(world.background)
      expect(world.row(id)).toMatchObject({ state: 'active', version: 2 })
    }))

  it('P10: after an eviction between journal and answer the same refresh token goes again, under backoff, once', () =>
    inVault(async (world) => {
      const id = await world.boot().create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script(() => new Promise<Response>(() => {}))
      void world.boot().accessToken(id, MINIMUM)
      await scheduler.wait(20)
      expect(world.row(id)).toMatchObject({ state: 'refreshing' })

      const next = world.boot()
      expect(await next.accessToken(id, MINIMUM)).toEqual({
        ok: false,
        reason: 'unavailable',
        retryAfterSeconds: 1,
      })
      expect(world.as.tokenRequests).toHaveLength(1)
      world.clock.now += 1_001
      const all = await Promise.all(Array.from({ length: 20 }, () => next.accessToken(id, MINIMUM)))
      expect(all.every((one) => one.ok)).toBe(true)
      const sent = world.as.tokenRequests.map((request) => request.form.get('refresh_token'))
      expect(sent).toEqual([sent[0], sent[0]])
    }))

  it('P10: an alarm finishes an orphan without any caller, one request for each run', () =>
    inVault(async (world) => {
      const id = await world.boot().create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script(() => new Promise<Response>(() => {}))
      void world.boot().accessToken(id, MINIMUM)
      await scheduler.wait(20)
      expect(world.scheduled).toContain(world.clock.now + 15_000)
      world.clock.now += 15_001
      world.scheduled.length = 0
      const next = world.boot()
      expect(world.scheduled).toEqual([world.clock.now - 1])
      world.as.script(answers(500, ''))
      const again = await next.runTimers()
      expect(world.as.tokenRequests).toHaveLength(2)
      expect(world.row(id)).toMatchObject({ state: 'refreshing', failures: 2 })
      world.clock.now = again ?? 0
      await next.runTimers()
      expect(world.row(id)).toMatchObject({ state: 'active', failures: 0 })
      expect(world.as.tokenRequests).toHaveLength(3)
    }))

  it('an unknown outcome is replayed for ever, never given up, with 1, 2, 4 … 60 s between', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      const waits: number[] = []
      for (let round = 0; round < 12; round += 1) {
        world.as.script(fails('timeout'))
        await vault.accessToken(id, MINIMUM)
        const until = Number(world.row(id)['backoff_until'])
        waits.push(until - world.clock.now)
        world.clock.now = until
      }
      expect(waits.slice(0, 7)).toEqual([900, 1_800, 3_600, 7_200, 14_400, 28_800, 54_000])
      expect(Math.max(...waits)).toBe(54_000)
      expect(world.as.tokenRequests).toHaveLength(12)
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
      expect(world.ended).toEqual([])
    }))

  it('the strict server that committed before the cut ends the grant at the replay, and only then', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script((_request, commit) => {
        commit()
        throw new OutboundError('cut', 'cut')
      })
      await vault.accessToken(id, MINIMUM)
      expect(world.row(id)).toMatchObject({ state: 'refreshing' })
      world.clock.now += 1_000
      expect(await vault.accessToken(id, MINIMUM)).toEqual({ ok: false, reason: 'ended' })
      expect(world.row(id)).toMatchObject({ state: 'needs_reauth' })
    }))

  it('a turned-away replay does not make an unknown outcome known', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script(fails('timeout'), answers(429, ''))
      await vault.accessToken(id, MINIMUM)
      world.clock.now += 1_000
      await vault.accessToken(id, MINIMUM)
      expect(world.row(id)).toMatchObject({ state: 'refreshing', failures: 2 })
      await vault.create(newGrant(world))
      expect(world.row(id)).toMatchObject({ state: 'needs_reauth', end_reason: 'superseded' })
    }))

  it.each([
    ['7', 7],
    ['100000', 300],
    [undefined, 1],
  ])('Retry-After %s makes callers wait %i s and nothing is sent before', (header, seconds) =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script(answers(429, '', header === undefined ? {} : { 'retry-after': header }))
      const expected = { ok: false, reason: 'unavailable', retryAfterSeconds: seconds }
      expect(await vault.accessToken(id, MINIMUM)).toEqual(expected)
      expect(await vault.accessToken(id, MINIMUM)).toEqual(expected)
      expect(world.as.tokenRequests).toHaveLength(1)
      world.clock.now += seconds * 1_000
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
    }),
  )

  it('while a refresh fails, a token that still lives is served', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.clock.now += HOUR - 5_000
      world.as.script(answers(500, ''))
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({
        ok: true,
        accessToken: grant.tokens.accessToken,
      })
    }))

  it('a token shorter than wished for is served, not refreshed in a circle', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.answer = { token_type: 'Bearer', expires_in: 8 }
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true, accessToken: 'at-3' })
      expect(world.as.tokenRequests).toHaveLength(1)
    }))

  it('P2: access tokens that end when they arrive are asked for under backoff, not with every call', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.answer = { token_type: 'Bearer', expires_in: 0 }
      const unavailable = { ok: false, reason: 'unavailable', retryAfterSeconds: 1 }
      for (let call = 0; call < 3; call += 1)
        expect(await vault.accessToken(id, MINIMUM)).toEqual(unavailable)
      expect(world.as.tokenRequests).toHaveLength(1)
      world.clock.now += 1_000
      expect(await vault.accessToken(id, MINIMUM)).toEqual({ ...unavailable, retryAfterSeconds: 2 })
      expect(world.row(id)).toMatchObject({ state: 'active', version: 3, failures: 2 })
    }))

  it('a missing refresh token keeps the old one (D5)', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      for (let round = 0; round < 2; round += 1) {
        world.clock.now += HOUR + 1
        world.as.script(
          answers(200, { access_token: `own-${round}`, token_type: 'bearer', expires_in: '60' }),
        )
        expect(await vault.accessToken(id, MINIMUM)).toMatchObject({
          ok: true,
          accessToken: `own-${round}`,
          expiresAt: world.clock.now + 60_000,
        })
      }
      const sent = world.as.tokenRequests.map((request) => request.form.get('refresh_token'))
      expect(sent).toEqual([sent[0], sent[0]])
    }))

  it('no refresh token: the grant ends with its access token, by call or by timer, and no request is made', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const lone = { ...grant, tokens: { ...grant.tokens, refreshToken: null } }
      const byCall = await vault.create(lone)
      const byTimer = await vault.create({ ...lone, authorizationId: 'by-timer' })
      const forever = await vault.create({ ...lone, tokens: { ...lone.tokens, accessExpiresAt: null } })
      world.clock.now += HOUR - 1_000
      expect(await vault.accessToken(byCall, MINIMUM)).toMatchObject({ ok: true })
      world.clock.now += 1_001
      expect(await vault.accessToken(byCall, MINIMUM)).toEqual({ ok: false, reason: 'ended' })
      await vault.runTimers()
      expect(world.ended).toEqual([grant.authorizationId, 'by-timer'])
      expect(world.row(byTimer)).toMatchObject({ state: 'needs_reauth' })
      expect(await vault.accessToken(forever, MINIMUM)).toMatchObject({ ok: true, expiresAt: null })
      expect(world.as.ledger).toHaveLength(0)
    }))

  it('a Gateway makes at most 20 token requests in a second', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const ids: string[] = []
      for (let n = 0; n < 45; n += 1) {
        const identity = { ...newGrant(world).identity, subject: `user-${n}` }
        ids.push(await vault.create(newGrant(world, { identity })))
      }
      world.clock.now += HOUR + 1
      const started = Date.now()
      const answersOfAll = await Promise.all(ids.map((id) => vault.accessToken(id, MINIMUM)))
      expect(answersOfAll.every((one) => one.ok)).toBe(true)
      expect(Date.now() - started).toBeGreaterThanOrEqual(1_900)
    }))
})

interface Row {
  answer: string
  fault: Fault
  state: 'active' | 'refreshing' | 'needs_reauth'
  version?: number
  alert?: boolean
}

const token = { access_token: 'new', token_type: 'Bearer', refresh_token: 'rt-new', expires_in: 60 }

const TABLE: Row[] = [
  { answer: '200 valid', fault: answers(200, token), state: 'active', version: 2 },
  {
    answer: '200 narrower scope',
    fault: answers(200, { ...token, scope: 'tickets.read' }),
    state: 'active',
    version: 2,
  },
  {
    answer: '200 wider scope',
    fault: answers(200, { ...token, scope: 'tickets.read admin' }),
    state: 'active',
    version: 2,
    alert: true,
  },
  {
    answer: '200 without the scopes of the resource',
    fault: answers(200, { ...token, scope: 'openid' }),
    state: 'active',
    version: 2,
    alert: true,
  },
  {
    answer: '200 without an access token',
    fault: answers(200, { refresh_token: 'rt-new' }),
    state: 'active',
    version: 2,
    alert: true,
  },
  {
    answer: '200 of another token type',
    fault: answers(200, { ...token, token_type: 'DPoP' }),
    state: 'active',
    version: 2,
    alert: true,
  },
  { answer: '200 HTML', fault: answers(200, '<html>'), state: 'refreshing', alert: true },
  { answer: '200 cut JSON', fault: answers(200, '{"access_token":"n'), state: 'refreshing', alert: true },
  {
    answer: '200 with an error inside',
    fault: answers(200, { error: 'invalid_grant' }),
    state: 'refreshing',
    alert: true,
  },
  {
    answer: '200 over 64 KB',
    fault: answers(200, JSON.stringify({ ...token, pad: 'x'.repeat(70_000) })),
    state: 'refreshing',
    alert: true,
  },
  { answer: '400 invalid_grant', fault: answers(400, { error: 'invalid_grant' }), state: 'needs_reauth' },
  { answer: '403 invalid_grant', fault: answers(403, { error: 'invalid_grant' }), state: 'needs_reauth' },
  {
    answer: '400 invalid_client',
    fault: answers(400, { error: 'invalid_client' }),
    state: 'active',
    alert: true,
  },
  {
    answer: '401 invalid_client',
    fault: answers(401, { error: 'invalid_client' }),
    state: 'active',
    alert: true,
  },
  { answer: '401 without a body', fault: answers(401, ''), state: 'active', alert: true },
  {
    answer: '400 unauthorized_client',
    fault: answers(400, { error: 'unauthorized_client' }),
    state: 'active',
    alert: true,
  },
  {
    answer: '400 invalid_target',
    fault: answers(400, { error: 'invalid_target' }),
    state: 'active',
    alert: true,
  },
  {
    answer: '400 invalid_scope',
    fault: answers(400, { error: 'invalid_scope' }),
    state: 'active',
    alert: true,
  },
  { answer: '400 HTML', fault: answers(400, '<html>'), state: 'active', alert: true },
  { answer: '404', fault: answers(404, ''), state: 'active', alert: true },
  { answer: '429', fault: answers(429, ''), state: 'active' },
  { answer: '429 that says invalid_grant', fault: answers(429, { error: 'invalid_grant' }), state: 'active' },
  {
    answer: '503 temporarily_unavailable',
    fault: answers(503, { error: 'temporarily_unavailable' }),
    state: 'active',
  },
  { answer: '500', fault: answers(500, ''), state: 'refreshing' },
  {
    answer: '500 that says invalid_grant',
    fault: answers(500, { error: 'invalid_grant' }),
    state: 'refreshing',
  },
  { answer: '502 HTML', fault: answers(502, '<html>'), state: 'refreshing' },
  { answer: '504', fault: answers(504, ''), state: 'refreshing' },
  { answer: 'DNS, connect or TLS failure', fault: fails('unreachable'), state: 'active' },
  { answer: 'a redirect', fault: fails('redirected'), state: 'active', alert: true },
  { answer: 'a refused target', fault: fails('refused_target'), state: 'active', alert: true },
  { answer: 'a timeout', fault: fails('timeout'), state: 'refreshing' },
  { answer: 'a cut connection', fault: fails('cut'), state: 'refreshing' },
]

describe('S6: what each answer makes of a grant', () => {
  it.each(TABLE)('$answer → $state', ({ fault, state, version = 1, alert = false }) =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.clock.now += HOUR + 1
      world.as.script(fault)
      await vault.accessToken(id, MINIMUM)
      expect(world.row(id)).toMatchObject({ state, version })
      expect(world.ended).toEqual(state === 'needs_reauth' ? [grant.authorizationId] : [])
      const told = world.log.filter(({ method }) => method === 'grant_ended')
      expect(told.map(({ detail }) => detail)).toEqual(state === 'needs_reauth' ? ['invalid_grant'] : [])
      expect(world.log.some((entry) => Boolean(entry.ruleId))).toBe(alert)
      expect(world.as.tokenRequests).toHaveLength(1)
    }),
  )

  it('6b: the new refresh token is stored and the old access token serves while it lives', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.clock.now += HOUR - 5_000
      world.as.script((_request, commit) => {
        const answer = commit()
        return answer.json<object>().then((body) => Response.json({ ...body, scope: 'openid' }))
      })
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({
        ok: true,
        accessToken: grant.tokens.accessToken,
      })
      world.clock.now += 6_000
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
      const [first, second] = world.as.tokenRequests.map((request) => request.form.get('refresh_token'))
      expect(second).not.toBe(first)
    }))

  it('invalid_grant about an older version changes nothing', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script(() => {
        world.set(id, { version: 2 })
        return Response.json({ error: 'invalid_grant' }, { status: 400 })
      })
      await vault.accessToken(id, MINIMUM)
      expect(world.row(id)).toMatchObject({ version: 2, end_reason: null })
      expect(world.ended).toEqual([])
    }))

  it('D5: resource goes on every refresh', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      await vault.accessToken(id, MINIMUM)
      expect(world.as.tokenRequests[0]?.form.get('resource')).toBe('https://api.test.dev')
    }))

  it('no secret of a token request reaches the log or a plain column (P7)', () =>
    inVault(async (world: VaultWorld) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.clock.now += HOUR + 1
      const echo = `${grant.tokens.refreshToken}`
      world.as.script(answers(400, { error: 'invalid_request', error_description: echo }))
      await vault.accessToken(id, MINIMUM)
      const written = JSON.stringify([world.rows(), world.log])
      expect(written).not.toContain(echo)
      expect(written).not.toContain(grant.tokens.accessToken)
    }))
})
