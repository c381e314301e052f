// Same-user auth (product.md §5): hints stop a sign-in, and never complete, skip or choose one.
import { describe, expect, it } from 'vitest'
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { env, handleOf, Jar, leadsTo, ORIGIN, OAuthWorld, CLIENT_REDIRECT } from '../testing/oauth-world.ts'
import { handleSignIn } from './handle-oauth.ts'

/** A downstream where ada and grace have an account each; `world.subject` is who signs in. */
async function worldOfTwo(gateway: Partial<GatewayRow> = {}) {
  const world = await OAuthWorld.create(gateway)
  const person = () => ({
    sub: world.subject,
    name: world.subject === 'ada' ? 'Ada Lovelace' : 'Grace Hopper',
    email: `${world.subject}@example.com`,
    email_verified: true,
    org: world.subject === 'ada' ? 'org_engines' : 'org_compilers',
  })
  world.outside.set('https://as.test.dev/userinfo', () => Response.json(person()))
  return world
}

/** From authorize to what the downstream's callback is answered. */
async function signIn(world: OAuthWorld, hints: Record<string, string>, jar = new Jar()) {
  const page = await world.open('a', await world.query('a', hints), jar)
  const posted = await world.decide('a', handleOf(await page.text()), jar)
  const downstream = new URL(leadsTo(await posted.text()))
  return { downstream, answer: await world.callback(downstream.href, jar), jar }
}

function stateOf(page: string): string {
  return /name="state" value="([^"]+)"/.exec(page)?.[1] ?? ''
}

async function press(world: OAuthWorld, state: string, decision: string, jar: Jar, headers = {}) {
  const response = await handleSignIn(
    new Request(`${ORIGIN}/g/${world.gatewayId}/account`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'cf-connecting-ip': world.gatewayId,
        cookie: jar.header(),
        'sec-fetch-site': 'same-origin',
        origin: ORIGIN,
        ...headers,
      },
      body: new URLSearchParams({ state, decision }).toString(),
    }),
    env,
    world.gatewayId,
    'account',
  )
  jar.read(response)
  return response
}

function grants(world: OAuthWorld) {
  return world.sql((sql) => sql.exec<{ subject: string; state: string }>('SELECT * FROM grants').toArray())
}

const ADA = { host_subject: 'ada', host_email: 'ada@example.com', host_organization_id: 'org_engines' }

describe('the account that the app spoke of', () => {
  it.each([
    ['subject, e-mail and organization', ADA],
    ['the subject alone', { host_subject: 'ada' }],
    ['a verified e-mail in another spelling', { host_email: ' ADA@Example.com' }],
    ['the organization alone', { host_organization_id: 'org_engines' }],
    ['a name alone, which compares with nothing', { host_display_name: 'Somebody Else' }],
    ['the older parameter names', { emcy_host_subject: 'ada', emcy_mismatch_policy: 'block_with_switch' }],
    ['another e-mail beside the right subject', { host_subject: 'ada', host_email: 'old@example.com' }],
  ])('signs in: %s', async (_name, hints) => {
    const { answer } = await signIn(await worldOfTwo(), hints)
    expect(answer.status).toBe(302)
    const location = new URL(answer.headers.get('location') ?? '')
    expect(location.searchParams.get('code')).toBeTruthy()
  })

  it('is tried first, by e-mail or else by subject', async () => {
    const world = await worldOfTwo()
    expect((await signIn(world, ADA)).downstream.searchParams.get('login_hint')).toBe('ada@example.com')
    const bySubject = await signIn(world, { host_subject: 'ada' })
    expect(bySubject.downstream.searchParams.get('login_hint')).toBe('ada')
    expect((await signIn(world, {})).downstream.searchParams.get('login_hint')).toBeNull()
  })
})

describe('another account', () => {
  it.each([
    ['by subject', ADA],
    ['by subject, although the e-mail is the same', { host_subject: 'ada', host_email: 'grace@example.com' }],
    ['by e-mail where no subject was given', { host_email: 'ada@example.com' }],
    ['in the older names', { emcy_host_email: 'ada@example.com' }],
  ])('stops on a page that leads nowhere and leaves nothing: %s', async (_name, hints) => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const { answer } = await signIn(world, hints)
    expect([answer.status, answer.headers.get('location')]).toEqual([403, null])
    const page = await answer.text()
    expect(page).toContain('grace@example.com')
    expect(page).not.toContain('http-equiv="refresh"')
    expect(await grants(world)).toEqual([])
    expect(await world.sql((sql) => sql.exec('SELECT * FROM authorizations').toArray())).toEqual([])
  })

  it('with the same e-mail that nobody vouches for is another account', async () => {
    const world = await worldOfTwo()
    world.outside.set('https://as.test.dev/userinfo', () =>
      Response.json({ sub: 'mallory', email: 'ada@example.com', email_verified: false }),
    )
    const { answer } = await signIn(world, { host_email: 'ada@example.com' })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('not verified this e-mail')
  })

  it('is named beside the app’s word, which is marked as such', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const page = await (await signIn(world, { ...ADA, host_display_name: 'Ada L.' })).answer.text()
    for (const text of ['Ada L.', 'ada@example.com', 'Grace Hopper', 'grace@example.com', 'org_compilers'])
      expect(page).toContain(text)
    expect(page).toContain('It was not checked')
  })

  it('switches by a login that the downstream must ask for, and is compared again', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const { answer, jar } = await signIn(world, ADA)
    const again = new URL(
      leadsTo(await (await press(world, stateOf(await answer.text()), 'switch', jar)).text()),
    )
    expect(again.origin).toBe('https://as.test.dev')
    expect(again.searchParams.get('prompt')).toBe('login')
    expect(again.searchParams.get('login_hint')).toBe('ada@example.com')
    const stillGrace = await world.callback(again.href, jar)
    expect(stillGrace.status).toBe(403)
    expect(await grants(world)).toEqual([])
    const third = leadsTo(await (await press(world, stateOf(await stillGrace.text()), 'switch', jar)).text())
    world.subject = 'ada'
    const back = await world.callback(third, jar)
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
    expect((await world.redeem('a', code)).status).toBe(200)
    expect(await grants(world)).toMatchObject([{ subject: 'ada', state: 'active' }])
  })

  it('cancelled leads back to the client with access_denied', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const { answer, jar } = await signIn(world, ADA)
    const cancelled = await press(world, stateOf(await answer.text()), 'cancel', jar)
    const location = new URL(leadsTo(await cancelled.text()))
    expect(location.origin + location.pathname).toBe(CLIENT_REDIRECT)
    expect(location.searchParams.get('error')).toBe('access_denied')
    expect(location.searchParams.get('iss')).toBe(world.surface('a').issuer)
  })

  it('a double click on Switch gets one sign-in, and another decision afterwards is refused', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const { answer, jar } = await signIn(world, ADA)
    const state = stateOf(await answer.text())
    const [one, two] = await Promise.all([
      press(world, state, 'switch', jar),
      press(world, state, 'switch', jar),
    ])
    expect(leadsTo(await one.text())).toBe(leadsTo(await two.text()))
    expect((await press(world, state, 'cancel', jar)).status).toBe(400)
  })

  it.each([
    ['from another browser', (_jar: Jar) => new Jar(), {}],
    ['from another site', (jar: Jar) => jar, { origin: 'https://evil.test.dev' }],
    ['from another site, by its fetch metadata', (jar: Jar) => jar, { 'sec-fetch-site': 'cross-site' }],
  ])('is not switched %s', async (_name, jarOf, headers) => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const { answer, jar } = await signIn(world, ADA)
    const refused = await press(world, stateOf(await answer.text()), 'switch', jarOf(jar), headers)
    expect(refused.status).toBe(403)
  })

  it('gets no further through the consent endpoint, and a consent none through Switch', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const { answer, jar } = await signIn(world, ADA)
    const handle = stateOf(await answer.text()).split('.')[1] ?? ''
    const asConsent = await world.decide('a', handle, jar)
    expect(asConsent.status).toBe(400)
    const page = await world.open('a', await world.query('a', ADA), jar)
    const consent = `${world.snapshot('a').attachment.id}:p.${handleOf(await page.text())}`
    expect((await press(world, consent, 'switch', jar)).status).toBe(400)
  })

  it('does not go on after the client was blocked', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const { answer, jar } = await signIn(world, ADA)
    await world.object().blockClient(world.preregisteredId, { actor: 'test', askedAt: Date.now() })
    expect((await press(world, stateOf(await answer.text()), 'switch', jar)).status).toBe(403)
  })
})

describe('another organization', () => {
  it.each([
    ['another', 'org_compilers'],
    ['none', undefined],
  ])('%s than the one that was named is refused, with no way on', async (_name, org) => {
    const world = await worldOfTwo()
    world.outside.set('https://as.test.dev/userinfo', () =>
      Response.json({ sub: 'ada', email: 'ada@example.com', email_verified: true, org }),
    )
    const { answer } = await signIn(world, ADA)
    const location = new URL(answer.headers.get('location') ?? '')
    expect(location.searchParams.get('error')).toBe('access_denied')
    expect(location.searchParams.get('code')).toBeNull()
    expect(await grants(world)).toEqual([])
  })
})

describe('hints are a stranger’s text', () => {
  it.each([
    ['a policy that does not exist', { ...ADA, mismatch_policy: 'allow' }],
    ['a subject that is too long', { host_subject: 'a'.repeat(1_025) }],
    ['an e-mail that is too long', { host_email: `${'a'.repeat(251)}@x.dev` }],
    ['two names of one hint that disagree', { host_subject: 'ada', emcy_host_subject: 'grace' }],
  ])('%s is invalid_request at the client', async (_name, hints) => {
    const world = await worldOfTwo()
    const answer = await world.open('a', await world.query('a', hints))
    const location = new URL(answer.headers.get('location') ?? '')
    expect(location.searchParams.get('error')).toBe('invalid_request')
  })

  it('a hint sent twice is refused without a redirect (O7)', async () => {
    const world = await worldOfTwo()
    const query = await world.query('a', ADA)
    query.append('host_subject', 'grace')
    const answer = await world.open('a', query)
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null])
  })

  it('nothing in it becomes markup, script or a direction override (S14)', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const hostile = '</dd><script>alert(1)</script><img src=x onerror=alert(1)>\u202Egnp'
    const hints = { host_subject: hostile, host_email: hostile, host_display_name: hostile.repeat(3) }
    const { answer } = await signIn(world, hints)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    const page = await answer.text()
    expect(page).not.toMatch(/<script|<img|\u202E/)
    expect(page).toContain('…')
  })

  it('the hints of another sign-in do not help: they are those of this transaction', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    const jar = new Jar()
    const page = await world.open('a', await world.query('a', ADA), jar)
    await world.open('a', await world.query('a', { host_subject: 'grace' }), jar)
    const posted = await world.decide('a', handleOf(await page.text()), jar)
    expect((await world.callback(leadsTo(await posted.text()), jar)).status).toBe(403)
  })

  it('the stored grant of another account of this client is neither used nor touched', async () => {
    const world = await worldOfTwo()
    world.subject = 'grace'
    await world.tokens('a')
    const { answer } = await signIn(world, ADA)
    expect(answer.status).toBe(403)
    expect(await grants(world)).toMatchObject([{ subject: 'grace', state: 'active' }])
  })
})

describe('a remembered consent', () => {
  it('is not weakened by hints: the accounts are compared all the same', async () => {
    const world = await worldOfTwo({ consent: 'remember' })
    const { jar } = await signIn(world, {})
    world.subject = 'grace'
    const skipped = await world.open('a', await world.query('a', ADA), jar)
    const downstream = new URL(skipped.headers.get('location') ?? '')
    expect(downstream.origin).toBe('https://as.test.dev')
    expect((await world.callback(downstream.href, jar)).status).toBe(403)
  })

  it('is not made by hints: a browser without one is asked, and another site gets no remembered one', async () => {
    const world = await worldOfTwo({ consent: 'remember' })
    const { jar } = await signIn(world, ADA)
    expect((await world.open('a', await world.query('a', ADA), new Jar())).status).toBe(200)
    const fromApp = await world.open('a', await world.query('a', ADA), jar, {
      'sec-fetch-site': 'cross-site',
    })
    expect(fromApp.status).toBe(200)
  })
})
