import { describe, expect, it } from 'vitest'
import { sha256Base64url } from '../../crypto/digest.ts'
import { SealedSecretError } from '../../crypto/envelope.ts'
import { OutboundError } from '../../net/outbound-error.ts'
import { inVault, NEW_KEYS, newGrant, type VaultWorld } from '../../testing/vault-fixture.ts'
import type { GrantQuery } from '../contract.ts'
import type { Vault } from './contract.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MINIMUM = 10_000

const timesOut = () => {
  throw new OutboundError('timeout', 'timeout')
}

/** A grant whose last refresh has an unknown outcome. */
async function unknownGrant(world: VaultWorld, vault: Vault, subject = 'ada'): Promise<string> {
  const grant = newGrant(world)
  const id = await vault.create({ ...grant, identity: { ...grant.identity, subject } })
  world.set(id, { access_expires_at: world.clock.now - 1, refresh_early_at: world.clock.now - 1 })
  world.as.script(timesOut)
  await vault.accessToken(id, MINIMUM)
  expect(world.row(id)).toMatchObject({ state: 'refreshing' })
  return id
}

describe('superseding and the cap (product.md §5)', () => {
  it("a new sign-in supersedes the same user's grants of unknown outcome without a request, and no others", () =>
    inVault(async (world) => {
      const vault = world.boot()
      const unknown = await unknownGrant(world, vault)
      const foreign = await unknownGrant(world, vault, 'grace')
      const healthy = await vault.create(
        newGrant(world, { identity: { ...newGrant(world).identity, subject: 'eve' } }),
      )
      const requests = world.as.tokenRequests.length
      await vault.create(newGrant(world, { attachmentId: 'att_2', clientId: 'client_2' }))
      expect(world.row(unknown)).toMatchObject({ state: 'needs_reauth', end_reason: 'superseded' })
      expect(world.row(foreign)).toMatchObject({ state: 'refreshing' })
      expect(world.row(healthy)).toMatchObject({ state: 'active' })
      expect(world.ended).toHaveLength(1)
      world.clock.now += 61_000
      await vault.accessToken(unknown, MINIMUM)
      expect(world.as.tokenRequests).toHaveLength(requests)
    }))

  it('a sign-in during a request decides nothing until the answer is there: a good one keeps the grant', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script(async (_request, commit) => {
        await vault.create(newGrant(world))
        return commit()
      })
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
      expect(world.ended).toEqual([])
    }))

  it('a sign-in during a request whose answer never comes supersedes it, also over a restart', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const [inMemory, killed] = [await vault.create(newGrant(world)), await vault.create(newGrant(world))]
      world.clock.now += HOUR + 1
      world.as.script(async () => {
        await vault.create(newGrant(world))
        return timesOut()
      })
      await vault.accessToken(inMemory, MINIMUM)
      expect(world.row(inMemory)).toMatchObject({ state: 'needs_reauth', end_reason: 'superseded' })

      world.as.script(() => new Promise<Response>(() => {}))
      void vault.accessToken(killed, MINIMUM)
      await scheduler.wait(20)
      world.clock.now += 1
      await vault.create(newGrant(world))
      expect(world.row(killed)).toMatchObject({ state: 'refreshing' })
      const requests = world.as.tokenRequests.length
      world.clock.now += 20_000
      await world.boot().runTimers()
      expect(world.row(killed)).toMatchObject({ state: 'needs_reauth', end_reason: 'superseded' })
      expect(world.as.tokenRequests).toHaveLength(requests)
    }))

  it('the eleventh grant of a user and client at an attachment ends the least recently used, here only', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const ids: string[] = []
      for (let n = 0; n < 10; n += 1) {
        world.clock.now += 1_000
        ids.push(await vault.create(newGrant(world)))
      }
      await vault.create(newGrant(world, { clientId: 'client_2' }))
      await vault.create(newGrant(world, { attachmentId: 'att_2' }))
      vault.touch(ids[0] ?? '')
      world.clock.now += 1_000
      await vault.create(newGrant(world))
      expect(ids.map((id) => world.row(id)['state'])).toEqual([
        'active',
        'revoked',
        ...Array.from({ length: 8 }, () => 'active'),
      ])
      expect(world.row(ids[1] ?? '')).toMatchObject({ end_reason: 'too_many', refresh_ct: null })
      expect(world.as.ledger).toHaveLength(0)
      expect(world.ended).toHaveLength(1)
    }))
})

it('least recently used is by the use that is known, also where it is not written yet', () =>
  inVault(async (world) => {
    const vault = world.boot()
    const ids: string[] = []
    for (let n = 0; n < 10; n += 1) ids.push(await vault.create(newGrant(world)))
    for (const id of [...ids, ids[0] ?? '']) {
      world.clock.now += 1_000
      vault.touch(id)
    }
    await vault.create(newGrant(world))
    const ended = ids.filter((id) => world.row(id)['state'] === 'revoked')
    expect(ended).toEqual([ids[1]])
  }))

describe('revocation (product.md §5)', () => {
  it("a user's last grants are revoked downstream when a person asks; one among several ends here only", () =>
    inVault(async (world) => {
      const vault = world.boot()
      const first = newGrant(world)
      const [one, two, three] = [
        await vault.create(first),
        await vault.create(newGrant(world)),
        await vault.create(newGrant(world)),
      ]
      const asked = { downstream: true }
      expect(await vault.end([one], 'revoked_by_person', asked)).toEqual({ ended: 1, revokedDownstream: 0 })
      expect(world.as.revocations).toHaveLength(0)
      expect(world.row(one)).toMatchObject({ state: 'revoked', access_ct: null, refresh_ct: null })
      expect(await vault.end([two, three], 'revoked_by_person', asked)).toEqual({
        ended: 2,
        revokedDownstream: 2,
      })
      expect(world.as.revocations.map((entry) => entry.form.get('token_type_hint'))).toEqual([
        'refresh_token',
        'refresh_token',
      ])
      expect(world.row(two)).toMatchObject({ revocation_due: 0, refresh_ct: null })
      expect(await vault.accessToken(two, MINIMUM)).toEqual({ ok: false, reason: 'ended' })
      expect(world.ended).toHaveLength(3)
      expect(await vault.end([two], 'revoked_by_person', asked)).toEqual({ ended: 0, revokedDownstream: 0 })
    }))

  it.each(['too_many', 'expired', 'token_replay', 'code_replay', 'superseded'] as const)(
    'nothing is revoked downstream for the reason %s, whatever the caller says',
    (reason) =>
      inVault(async (world) => {
        const vault = world.boot()
        const id = await vault.create(newGrant(world))
        expect(await vault.end([id], reason, { downstream: true })).toEqual({
          ended: 1,
          revokedDownstream: 0,
        })
        expect(world.as.ledger).toHaveLength(0)
      }),
  )

  it('a revocation during a refresh wins, and the newest refresh token is the one revoked', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      let revocation: Promise<unknown> | undefined
      world.as.script((_request, commit) => {
        revocation = vault.end([id], 'revoked_by_person', { downstream: true })
        return commit()
      })
      expect(await vault.accessToken(id, MINIMUM)).toEqual({ ok: false, reason: 'ended' })
      expect(await revocation).toEqual({ ended: 1, revokedDownstream: 1 })
      const revoked = world.as.revocations[0]?.form.get('token') ?? ''
      expect(world.as.isHonoured(revoked)).toBe(true)
      expect(world.row(id)).toMatchObject({ state: 'revoked', access_ct: null, refresh_ct: null })
    }))

  it('P10: a revocation that the downstream did not hear is told again by timer, for up to 24 h', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.as.script(() => new Response('', { status: 503 }))
      expect(await vault.end([id], 'revoked_by_person', { downstream: true })).toEqual({
        ended: 1,
        revokedDownstream: 0,
      })
      expect(await vault.accessToken(id, MINIMUM)).toEqual({ ok: false, reason: 'ended' })
      world.clock.now += 60_001
      await world.boot().runTimers()
      expect(world.as.revocations).toHaveLength(2)
      expect(world.row(id)).toMatchObject({ revocation_due: 0, refresh_ct: null })
    }))

  it('nothing is revoked downstream where nobody asks for it, nor for a grant that is dead there already', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const [unasked, dead] = [await vault.create(newGrant(world)), await vault.create(newGrant(world))]
      world.set(dead, { state: 'needs_reauth', end_reason: 'invalid_grant' })
      const none = { ended: 1, revokedDownstream: 0 }
      expect(await vault.end([unasked], 'revoked_by_person', { downstream: false })).toEqual(none)
      expect(await vault.end([dead], 'revoked_by_person', { downstream: true })).toEqual(none)
      expect(world.row(dead)).toMatchObject({ state: 'revoked', refresh_ct: null })
      expect(world.as.ledger).toHaveLength(0)
    }))

  it('a revocation that the downstream never hears is given up after 24 h, with its tokens, and not before', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      const down = () => new Response('', { status: 503 })
      world.as.script(down, down, down)
      await vault.end([id], 'revoked_by_person', { downstream: true })
      world.clock.now += DAY - 1
      await vault.runTimers()
      expect(world.row(id)).toMatchObject({ revocation_due: 1, refresh_ct: expect.any(String) })
      world.clock.now += 60_000
      await vault.runTimers()
      expect(world.row(id)).toMatchObject({ revocation_due: 0, access_ct: null, refresh_ct: null })
      expect(world.as.revocations).toHaveLength(3)
    }))

  it('a kill switch ends all at once, tells the downstream about 20 and leaves the others to the timer', () =>
    inVault(async (world) => {
      const vault = world.boot()
      for (let n = 0; n < 25; n += 1)
        await vault.create(
          newGrant(world, { identity: { ...newGrant(world).identity, subject: `user-${n}` } }),
        )
      const all = vault.select({ all: true })
      expect(await vault.end(all, 'revoked_by_person', { downstream: true })).toEqual({
        ended: 25,
        revokedDownstream: 20,
      })
      expect(world.ended).toHaveLength(25)
      expect(world.scheduled).toContain(world.clock.now)
      await vault.runTimers()
      expect(world.as.revocations).toHaveLength(25)
      expect(world.rows().filter((row) => row['refresh_ct'] !== null)).toEqual([])
    }))

  it('ciphertext of a grant that needs re-authorization is kept 24 h, the row 30 days', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.as.revokeAll()
      world.clock.now += HOUR + 1
      await vault.accessToken(id, MINIMUM)
      expect(world.row(id)).toMatchObject({ state: 'needs_reauth', refresh_ct: expect.any(String) })
      world.clock.now += DAY - 1
      await vault.runTimers()
      expect(world.row(id)['refresh_ct']).not.toBeNull()
      world.clock.now += 1
      await vault.runTimers()
      expect(world.row(id)).toMatchObject({ access_ct: null, refresh_ct: null })
      world.clock.now += 29 * DAY
      await vault.runTimers()
      expect(world.rows()).toHaveLength(0)
    }))
})

describe('a refused access token (M4)', () => {
  const digest = (token: string) => sha256Base64url(token)

  it('50 reports of one token make one refresh, and all get the new token to retry with', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      const report = { grantId: id, accessTokenDigest: await digest(grant.tokens.accessToken) }
      const all = await Promise.all(Array.from({ length: 50 }, () => vault.reportRefused(report)))
      expect(world.as.tokenRequests).toHaveLength(1)
      for (const answer of all) expect(answer).toMatchObject({ action: 'retry', accessToken: 'at-3' })
    }))

  it('the new token refused too is a fault, the grant is untouched, and 60 s later it may be tried again', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      const old = { grantId: id, accessTokenDigest: await digest(grant.tokens.accessToken) }
      await vault.reportRefused(old)
      const again = { grantId: id, accessTokenDigest: await digest('at-3') }
      expect(await vault.reportRefused(again)).toEqual({ action: 'fault' })
      expect(world.as.tokenRequests).toHaveLength(1)
      expect(world.row(id)).toMatchObject({ state: 'active' })
      expect(await vault.reportRefused(old)).toMatchObject({ action: 'retry', accessToken: 'at-3' })
      world.clock.now += 60_000
      expect(await vault.reportRefused(again)).toMatchObject({ action: 'retry', accessToken: 'at-5' })
      expect(world.as.tokenRequests).toHaveLength(2)
    }))

  it('S21: a user who revoked at the provider is sent to a new sign-in by the next report', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.as.revokeAll()
      const report = { grantId: id, accessTokenDigest: await digest(grant.tokens.accessToken) }
      expect(await vault.reportRefused(report)).toEqual({ action: 'reauthorize' })
      expect(world.ended).toEqual([grant.authorizationId])
      expect(await vault.reportRefused(report)).toEqual({ action: 'reauthorize' })
    }))

  it('without a refresh token the grant ends; an old report about an earlier token does not end it', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create({ ...grant, tokens: { ...grant.tokens, refreshToken: null } })
      const foreign = { grantId: id, accessTokenDigest: await digest('an earlier token') }
      expect(await vault.reportRefused(foreign)).toMatchObject({ action: 'retry' })
      const report = { grantId: id, accessTokenDigest: await digest(grant.tokens.accessToken) }
      expect(await vault.reportRefused(report)).toEqual({ action: 'reauthorize' })
      expect(world.row(id)).toMatchObject({ state: 'needs_reauth', end_reason: 'access_refused' })
      expect(world.as.ledger).toHaveLength(0)
    }))

  it('a refresh that fails for now is unavailable under its backoff, never a fault, and leaves the grant alive', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.as.script(() => new Response('', { status: 503, headers: { 'retry-after': '20' } }))
      const report = { grantId: id, accessTokenDigest: await digest(grant.tokens.accessToken) }
      expect(await vault.reportRefused(report)).toEqual({ action: 'unavailable', retryAfterSeconds: 20 })
      world.clock.now += 5_000
      expect(await vault.reportRefused(report)).toEqual({ action: 'unavailable', retryAfterSeconds: 15 })
      world.clock.now += 16_000
      expect(await vault.reportRefused(report)).toEqual({ action: 'unavailable', retryAfterSeconds: 1 })
      expect(world.as.tokenRequests).toHaveLength(1)
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
      await vault.runTimers()
      expect(await vault.reportRefused(report)).toMatchObject({ action: 'retry', accessToken: 'at-3' })
    }))

  it('a report during the backoff of another refresh sends nothing, and does not use up the one of its minute', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.clock.now += HOUR * 0.96
      world.as.script(() => new Response('', { status: 503, headers: { 'retry-after': '20' } }))
      await vault.accessToken(id, MINIMUM)
      await Promise.all(world.background)
      expect(world.as.tokenRequests).toHaveLength(1)
      const report = { grantId: id, accessTokenDigest: await digest(grant.tokens.accessToken) }
      expect(await vault.reportRefused(report)).toEqual({ action: 'unavailable', retryAfterSeconds: 20 })
      expect(world.row(id)).toMatchObject({ refused_at: null })
      world.clock.now += 20_000
      expect(await vault.reportRefused(report)).toMatchObject({ action: 'retry', accessToken: 'at-3' })
      expect(world.as.tokenRequests).toHaveLength(2)
    }))

  it('while the Gateway waits for a review a report is unavailable, and afterwards renews at once', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create(grant)
      world.gateway.state = 'needs_review'
      const report = { grantId: id, accessTokenDigest: await digest(grant.tokens.accessToken) }
      const unavailable = { action: 'unavailable', retryAfterSeconds: 60 }
      expect(await vault.reportRefused(report)).toEqual(unavailable)
      expect(await vault.reportRefused(report)).toEqual(unavailable)
      expect(world.as.ledger).toHaveLength(0)
      world.gateway.state = 'ready'
      expect(await vault.reportRefused(report)).toMatchObject({ action: 'retry' })
    }))
})

describe('needs_review (product.md §2)', () => {
  it('nothing is sent; unexpired tokens go on, then needs_review; afterwards the same refresh token goes', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.gateway.state = 'needs_review'
      world.clock.now += HOUR - MINIMUM
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
      await Promise.all(world.background)
      world.clock.now += MINIMUM
      expect(await vault.accessToken(id, MINIMUM)).toEqual({ ok: false, reason: 'needs_review' })
      await vault.runTimers()
      expect(world.as.ledger).toHaveLength(0)
      expect(world.row(id)).toMatchObject({ state: 'active', version: 1 })
      world.gateway.state = 'ready'
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
    }))

  it('waiting for a review takes no turn in the queue of the Gateway', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const identityOf = (subject: string, issuer: string) => ({
        ...newGrant(world).identity,
        subject,
        issuer,
      })
      const former = await Promise.all(
        Array.from({ length: 60 }, (_, n) =>
          vault.create(newGrant(world, { identity: identityOf(`user-${n}`, 'https://former.test.dev') })),
        ),
      )
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      const started = performance.now()
      const waiting = await Promise.all(former.map((other) => vault.accessToken(other, MINIMUM)))
      expect(new Set(waiting.map((answer) => (answer.ok ? 'ok' : answer.reason)))).toEqual(
        new Set(['needs_review']),
      )
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
      expect(performance.now() - started).toBeLessThan(1_000)
    }))

  it('S19: tokens are never sent to a server other than the one that issued them', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const id = await vault.create({
        ...grant,
        identity: { ...grant.identity, issuer: 'https://former.test.dev' },
      })
      world.clock.now += HOUR + 1
      expect(await vault.accessToken(id, MINIMUM)).toEqual({ ok: false, reason: 'needs_review' })
      expect(world.as.ledger).toHaveLength(0)
    }))

  it('while the configuration is away nothing is sent and nothing is lost', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.gateway.state = 'away'
      world.clock.now += HOUR + 1
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: false, reason: 'unavailable' })
      expect(world.row(id)).toMatchObject({ state: 'active', attempt_id: null })
      expect(world.as.ledger).toHaveLength(0)
    }))
})

describe('refresh ahead (product.md §5)', () => {
  it('a grant used in the last 24 h is renewed by timer between 90 and 95 % of its life', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      expect(world.scheduled).toEqual([world.clock.now + HOUR * 0.925])
      world.clock.now += HOUR * 0.925 - 1
      await vault.runTimers()
      expect(world.as.ledger).toHaveLength(0)
      world.clock.now += 1
      await vault.runTimers()
      expect(world.row(id)).toMatchObject({ state: 'active', version: 2 })
    }))

  it('an unused one is left alone until its next call', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const tokens = { ...grant.tokens, accessExpiresAt: world.clock.now + 2 * DAY }
      const id = await vault.create({ ...grant, tokens })
      world.clock.now += 2 * DAY
      expect(await vault.runTimers()).toBeNull()
      expect(world.as.ledger).toHaveLength(0)
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
    }))

  it('a refresh that nobody settled is finished by timer, however long the grant was not used (P10)', () =>
    inVault(async (world) => {
      const id = await world.boot().create(newGrant(world))
      world.set(id, { state: 'refreshing', attempt_id: 'died', attempt_at: world.clock.now })
      world.clock.now += 2 * DAY
      await world.boot().runTimers()
      expect(world.row(id)).toMatchObject({ state: 'active', version: 2 })
    }))

  it('each refresh plans the next: after a good one ahead of its end, after a failed one when its wait is over', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.clock.now += HOUR + 1
      world.as.script(() => new Response('', { status: 500 }))
      world.scheduled.length = 0
      await vault.accessToken(id, MINIMUM)
      expect(world.scheduled).toContain(world.clock.now + 900)
      world.clock.now += 1_000
      world.scheduled.length = 0
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
      expect(world.scheduled).toContain(world.clock.now + HOUR * 0.925)
    }))

  it('D5: a grant shows the scopes that the downstream gave beside those approved, also after a refresh', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const grant = newGrant(world)
      const given = ['tickets.read', 'admin']
      const id = await vault.create({ ...grant, tokens: { ...grant.tokens, scopes: given } })
      const [wider] = vault.list({ limit: 1 }).grants
      expect(wider).toMatchObject({ scopes: ['tickets.read'], downstreamScopes: given })
      expect(world.log.at(-1)).toMatchObject({ method: 'grant_created', ruleId: 'scopes_wider' })
      world.clock.now += HOUR + 1
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
      const [renewed] = vault.list({ limit: 1 }).grants
      expect(renewed).toMatchObject({ scopes: ['tickets.read'], downstreamScopes: ['tickets.read'] })
    }))

  it('use is written at most once a minute', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      vault.touch(id)
      const written = world.row(id)['last_used_at']
      world.clock.now += 59_000
      vault.touch(id)
      expect(world.row(id)['last_used_at']).toBe(written)
      expect(vault.list({ limit: 1 }).grants[0]?.lastUsedAt).toBe(world.clock.now)
      world.clock.now += 1_000
      vault.touch(id)
      expect(world.row(id)['last_used_at']).toBe(world.clock.now)
    }))
})

describe('S11: secrets at rest', () => {
  it.each(['user', 'attachment', 'older version'] as const)(
    'an envelope moved from another %s does not open',
    (from) =>
      inVault(async (world) => {
        const vault = world.boot()
        const grant = newGrant(world)
        const mine = await vault.create(grant)
        const other = await vault.create(
          from === 'attachment'
            ? newGrant(world, { attachmentId: 'att_2' })
            : newGrant(world, { identity: { ...grant.identity, subject: 'grace' } }),
        )
        expect(await vault.accessToken(mine, MINIMUM)).toMatchObject({ ok: true })
        if (from === 'older version') {
          const { access_ct: older } = world.row(mine)
          world.clock.now += HOUR + 1
          await vault.accessToken(mine, MINIMUM)
          world.set(mine, { access_ct: older ?? null })
        } else world.set(mine, { access_ct: world.row(other)['access_ct'] ?? null })
        await expect(vault.accessToken(mine, MINIMUM)).rejects.toThrow(SealedSecretError)
      }),
  )

  it('a refresh token in the place of the access token does not open', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      world.set(id, { access_ct: world.row(id)['refresh_ct'] ?? null })
      await expect(vault.accessToken(id, MINIMUM)).rejects.toThrow(SealedSecretError)
    }))

  it('a refresh token that does not open is never taken for a dead grant (P1)', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      const { refresh_ct: envelope } = world.row(id)
      world.set(id, { refresh_ct: `${String(envelope).slice(0, -2)}AA` })
      world.clock.now += HOUR + 1
      expect(await vault.accessToken(id, MINIMUM)).toEqual({
        ok: false,
        reason: 'unavailable',
        retryAfterSeconds: 60,
      })
      expect(world.row(id)).toMatchObject({ state: 'active' })
      expect(world.log.at(-1)).toMatchObject({ ruleId: 'secret_unreadable' })
      world.set(id, { refresh_ct: envelope ?? null })
      world.clock.now += 60_001
      expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
    }))

  it('key rotation fails no call: old envelopes open, what is used or written moves to the new key', () =>
    inVault(async (world) => {
      const first = world.boot()
      const [used, refreshed] = [await first.create(newGrant(world)), await first.create(newGrant(world))]
      world.keys.text = NEW_KEYS
      const vault = world.boot()
      expect(await vault.accessToken(used, MINIMUM)).toMatchObject({ ok: true })
      await Promise.all(world.background)
      world.set(refreshed, { access_expires_at: world.clock.now })
      expect(await vault.accessToken(refreshed, MINIMUM)).toMatchObject({ ok: true })
      world.keys.text = NEW_KEYS.split(',')[0] ?? ''
      const last = world.boot()
      expect(await last.accessToken(used, MINIMUM)).toMatchObject({ ok: true })
      expect(await last.accessToken(refreshed, MINIMUM)).toMatchObject({ ok: true })
      world.clock.now += HOUR + 1
      expect(await last.accessToken(used, MINIMUM)).toMatchObject({ ok: true })
    }))

  it('what is sealed anew replaces nothing that was stored meanwhile, and nothing of a grant that ended (P1)', () =>
    inVault(async (world) => {
      const first = world.boot()
      const [renewed, ended] = [await first.create(newGrant(world)), await first.create(newGrant(world))]
      world.keys.text = NEW_KEYS
      const vault = world.boot()
      for (const id of [renewed, ended]) await vault.accessToken(id, MINIMUM)
      const newer = { version: 2, access_ct: 'v1.k2.newer-at', refresh_ct: 'v1.k2.newer-rt' }
      world.set(renewed, newer)
      world.set(ended, { state: 'revoked', access_ct: null, refresh_ct: null })
      await Promise.all(world.background)
      expect(world.row(renewed)).toMatchObject(newer)
      expect(world.row(ended)).toMatchObject({ access_ct: null, refresh_ct: null })
    }))
})

describe('listing', () => {
  it('pages by cursor, newest first, each grant once, nothing secret in a view', () =>
    inVault(async (world) => {
      const vault = world.boot()
      for (let n = 0; n < 7; n += 1) {
        world.clock.now += n % 2
        await vault.create(newGrant(world, { clientId: `client_${n % 2}` }))
      }
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = vault.list({ limit: 3, ...(cursor === undefined ? {} : { cursor }) })
        seen.push(...page.grants.map((grant) => grant.id))
        cursor = page.cursor ?? undefined
      } while (cursor !== undefined)
      expect(seen).toHaveLength(7)
      expect(new Set(seen).size).toBe(7)
      expect(vault.list({ limit: 200, clientId: 'client_1' }).grants).toHaveLength(3)
      expect(JSON.stringify(vault.list({ limit: 200 }))).not.toMatch(/first-at|rt-|v1\./)
      expect(vault.list({ limit: 200, cursor: 'nonsense' }).grants).toHaveLength(7)
    }))

  it('filters by server and by e-mail in any case, and by several filters at once', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const { identity } = newGrant(world)
      const grace = { ...identity, subject: 'grace', email: 'Grace@Compilers.example' }
      const mine = await vault.create(newGrant(world, { serverId: 'srv_2' }))
      const hers = await vault.create(newGrant(world, { identity: grace }))
      const idsOf = (query: Partial<GrantQuery>) =>
        vault.list({ limit: 200, ...query }).grants.map(({ id }) => id)
      expect(idsOf({ serverId: 'srv_2' })).toEqual([mine])
      expect(idsOf({ userEmail: 'grace@compilers.EXAMPLE' })).toEqual([hers])
      expect(idsOf({ userEmail: 'grace@compilers.example', serverId: 'srv_2' })).toEqual([])
      expect(vault.find(mine)?.identity.subject).toBe('ada')
      expect(vault.find('grt_nobody')).toBeUndefined()
    }))

  it('says of an active grant that its last refresh failed, until one succeeds', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const id = await vault.create(newGrant(world))
      const reason = () => vault.find(id)?.stateReason ?? null
      expect(reason()).toBeNull()
      world.set(id, { access_expires_at: world.clock.now - 1, refresh_early_at: world.clock.now - 1 })
      world.as.script(() => Response.json({ error: 'temporarily_unavailable' }, { status: 503 }))
      await vault.accessToken(id, MINIMUM)
      expect([vault.find(id)?.state, reason()]).toEqual([
        'active',
        'The last refresh failed, and will be tried again.',
      ])
      world.clock.now += HOUR
      await vault.accessToken(id, MINIMUM)
      expect(reason()).toBeNull()
    }))

  it('each selector names exactly its grants', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const mine = await vault.create(newGrant(world))
      const other = await vault.create(
        newGrant(world, {
          identity: { ...newGrant(world).identity, issuer: 'https://other.dev' },
          clientId: 'client_2',
          attachmentId: 'att_2',
        }),
      )
      const { issuer } = newGrant(world).identity
      expect(vault.select({ grantId: mine })).toEqual([mine])
      expect(vault.select({ userSubject: 'ada', userIssuer: issuer })).toEqual([mine])
      expect(vault.select({ clientId: 'client_2' })).toEqual([other])
      expect(vault.select({ attachmentId: 'att_2' })).toEqual([other])
      expect(vault.select({ all: true }).toSorted()).toEqual([mine, other].toSorted())
      expect(vault.findByAuthorization('usr_1', 'nobody')).toBeUndefined()
    }))

  it('an order names no grant that was made after it, except by its own id', () =>
    inVault(async (world) => {
      const vault = world.boot()
      const before = await vault.create(newGrant(world))
      const askedAt = world.clock.now
      world.clock.now += 1
      const since = await vault.create(newGrant(world))
      const { issuer } = newGrant(world).identity
      const selectors = [
        { all: true },
        { clientId: 'client_1' },
        { attachmentId: 'att_1' },
        { userSubject: 'ada', userIssuer: issuer },
      ] as const
      for (const selector of selectors) {
        expect(vault.select(selector, askedAt)).toEqual([before])
        expect(vault.select(selector)).toHaveLength(2)
      }
      expect(vault.select({ grantId: since }, askedAt)).toEqual([since])
    }))
})
