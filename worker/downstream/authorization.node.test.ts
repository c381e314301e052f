import { exportJWK, generateKeyPair, jwtVerify, SignJWT, createLocalJWKSet, decodeJwt } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256Base64url } from '../crypto/digest.ts'
import { parseMasterKeys } from '../crypto/master-keys.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { gatewayRow } from '../testing/rows.ts'
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { DownstreamError, type DownstreamProfile, type PendingAuthorization } from './contract.ts'
import { finishAuthorization } from './finish-authorization.ts'
import type { DownstreamIo } from './io.ts'
import { assertionKeyOf, ownJwks } from './own-keys.ts'
import { startAuthorization } from './start-authorization.ts'

const NOW = 1_800_000_000_000
const ISSUER = 'https://as.test.dev'
let keys: { privateKey: CryptoKey; publicKey: CryptoKey }
let foreign: { privateKey: CryptoKey; publicKey: CryptoKey }
let jwks: { keys: object[] }
let serial = 0

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true })
  foreign = await generateKeyPair('ES256', { extractable: true })
  jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' }] }
})

interface Request {
  path: string
  form: URLSearchParams
  headers: Headers
}

/** A downstream with given answers and a ledger. */
function downstream(answers: Record<string, unknown>): DownstreamIo & { ledger: Request[] } {
  const ledger: Request[] = []
  return {
    ledger,
    now: () => NOW,
    send: async (url, init) => {
      const { pathname } = new URL(url)
      const body = typeof init.body === 'string' ? init.body : ''
      ledger.push({ path: pathname, form: new URLSearchParams(body), headers: new Headers(init.headers) })
      const answer = pathname.startsWith('/jwks') ? jwks : answers[pathname]
      if (answer instanceof Error) throw answer
      if (answer instanceof Response) return answer.clone()
      return answer === undefined ? new Response('', { status: 404 }) : Response.json(answer)
    },
  }
}

function profile(
  row: Partial<GatewayRow> = {},
  overrides: Partial<DownstreamProfile> = {},
): DownstreamProfile {
  serial += 1
  return {
    gateway: gatewayRow(row),
    endpoints: {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize?tenant=1`,
      token_endpoint: `${ISSUER}/token`,
      userinfo_endpoint: `${ISSUER}/userinfo`,
      introspection_endpoint: `${ISSUER}/introspect`,
      // One for each test: keys are cached by this address.
      jwks_uri: `${ISSUER}/jwks/${serial}`,
    },
    clientId: 'limen',
    clientSecret: null,
    redirectUri: 'https://limen.test.dev/g/gw_test/callback',
    allowPrivateTargets: false,
    ownOrigins: [],
    ...overrides,
  }
}

const identityFrom = (source: GatewayRow['identity']['source']) => ({ ...gatewayRow().identity, source })

async function begin(of: DownstreamProfile): Promise<{ pending: PendingAuthorization; location: URL }> {
  const { pending, location } = await startAuthorization(of, {
    state: 'att:p.handle',
    scopes: ['tickets.read'],
  })
  return { pending, location: new URL(location) }
}

function idToken(
  claims: Record<string, unknown>,
  key = keys.privateKey,
  header: object = {},
): Promise<string> {
  const base = { iss: ISSUER, aud: 'limen', sub: 'ada', iat: NOW / 1_000, exp: NOW / 1_000 + 60 }
  return new SignJWT({ ...base, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
    .sign(key)
}

const tokens = {
  access_token: 'at',
  token_type: 'Bearer',
  refresh_token: 'rt',
  expires_in: 600,
  scope: 'openid tickets.read',
}
const callback = (query: Record<string, string> = {}) =>
  new URLSearchParams({ code: 'c0de', state: 's', ...query })

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(DownstreamError)
  return error instanceof DownstreamError ? error.code : ''
}

describe('D3: the authorization request', () => {
  it('carries code flow, S256, state, nonce and resource, and keeps the query of the endpoint', async () => {
    const { location, pending } = await begin(profile())
    const query = Object.fromEntries(location.searchParams)
    expect(query).toMatchObject({
      tenant: '1',
      response_type: 'code',
      client_id: 'limen',
      redirect_uri: 'https://limen.test.dev/g/gw_test/callback',
      state: 'att:p.handle',
      code_challenge_method: 'S256',
      resource: 'https://api.test.dev',
      scope: 'tickets.read openid',
      nonce: pending.nonce,
    })
    // RFC 7636 §4.2: the challenge of this very verifier.
    expect(query['code_challenge']).toBe(await sha256Base64url(pending.codeVerifier))
  })

  it('a nonce only where OIDC is spoken: without the scope openid there is no ID token to hold it', async () => {
    const { location, pending } = await begin(profile({ identity: identityFrom('introspection') }))
    expect(location.searchParams.get('scope')).toBe('tickets.read')
    expect([location.searchParams.get('nonce'), pending.nonce]).toEqual([null, null])
  })

  it('two authorizations share no verifier and no nonce', async () => {
    const of = profile()
    const [one, two] = [await begin(of), await begin(of)]
    expect(one.pending.codeVerifier).not.toBe(two.pending.codeVerifier)
    expect(one.pending.nonce).not.toBe(two.pending.nonce)
  })

  it('a hint tries the same account first, another account is asked for on demand', async () => {
    const { location } = await startAuthorization(profile(), {
      state: 's',
      scopes: [],
      loginHint: 'ada@engines.example',
      forceLogin: true,
    })
    const query = new URL(location).searchParams
    expect(query.get('login_hint')).toBe('ada@engines.example')
    expect(query.get('prompt')).toBe('login')
  })
})

describe('D3, D5: the callback', () => {
  it('exchanges the code with verifier and resource, and returns tokens and identity', async () => {
    const of = profile()
    const { pending } = await begin(of)
    const claims = {
      nonce: pending.nonce,
      email: 'ada@engines.example',
      email_verified: true,
      name: 'Ada',
      org: 'org_1',
    }
    const io = downstream({ '/token': { ...tokens, id_token: await idToken(claims) } })
    const finished = await finishAuthorization(of, pending, callback({ iss: ISSUER }), io)
    expect(finished.identity).toEqual({
      issuer: ISSUER,
      subject: 'ada',
      organization: 'org_1',
      email: 'ada@engines.example',
      emailVerified: true,
      displayName: 'Ada',
    })
    expect(finished.tokens).toMatchObject({
      accessToken: 'at',
      refreshToken: 'rt',
      accessExpiresAt: NOW + 600_000,
    })
    const sent = io.ledger[0]?.form
    expect(Object.fromEntries(sent ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      code: 'c0de',
      code_verifier: pending.codeVerifier,
      redirect_uri: 'https://limen.test.dev/g/gw_test/callback',
      resource: 'https://api.test.dev',
      client_id: 'limen',
    })
  })

  it.each([
    ['token_endpoint', { token_endpoint: 'https://evil.dev/token' }],
    ['issuer', { issuer: 'https://evil.dev' }],
    ['jwks_uri', { jwks_uri: 'https://evil.dev/jwks' }],
    ['userinfo_endpoint', { userinfo_endpoint: 'https://evil.dev/userinfo' }],
  ])('D0: a callback after a change of %s is refused and the code goes nowhere', async (_field, change) => {
    const of = profile()
    const { pending } = await begin(of)
    const changed = { ...of, endpoints: { ...of.endpoints, ...change } }
    const io = downstream({ '/token': tokens })
    expect(await codeOf(finishAuthorization(changed, pending, callback(), io))).toBe('gateway_changed')
    expect(io.ledger).toEqual([])
  })

  it('D0: so is one after a change of the client id, but not after a rename', async () => {
    const of = profile({ identity: identityFrom('userinfo') })
    const { pending } = await begin(of)
    const io = downstream({ '/token': tokens, '/userinfo': { sub: 'ada' } })
    expect(await codeOf(finishAuthorization({ ...of, clientId: 'other' }, pending, callback(), io))).toBe(
      'gateway_changed',
    )
    const renamed = { ...of, gateway: { ...of.gateway, name: 'New name', version: 2 } }
    await expect(finishAuthorization(renamed, pending, callback(), io)).resolves.toBeTruthy()
  })

  it.each([
    ['another iss', { iss: 'https://evil.dev' }, null],
    ['iss with a slash more', { iss: `${ISSUER}/` }, null],
    ['no iss where it is promised', {}, { authorization_response_iss_parameter_supported: true }],
    ['a mixed response', { id_token: 'x' }, null],
  ])('RFC 9207: %s is refused and the code goes nowhere', async (_name, query, metadata) => {
    const discovery = metadata && { at: NOW, url: null, metadata, findings: [] }
    const of = profile({ discovery })
    const { pending } = await begin(of)
    const io = downstream({ '/token': tokens })
    const { iss, ...rest } = query as Record<string, string>
    const parameters = callback({ ...rest, ...(iss === undefined ? {} : { iss }) })
    expect(await codeOf(finishAuthorization(of, pending, parameters, io))).toBe('callback_invalid')
    expect(io.ledger).toEqual([])
  })

  it('an error of the server keeps its code', async () => {
    const of = profile()
    const { pending } = await begin(of)
    const refused = new URLSearchParams({ error: 'access_denied', state: 's' })
    expect(await codeOf(finishAuthorization(of, pending, refused, downstream({})))).toBe('access_denied')
  })

  it.each([
    ['a refusal', Response.json({ error: 'invalid_client' }, { status: 401 }), 'invalid_client'],
    ['an outage', new OutboundError('timeout', 'no answer'), 'downstream_unreachable'],
    ['no scope of the API', { ...tokens, scope: 'openid' }, 'tokens_unusable'],
    ['HTML', new Response('<html>'), 'tokens_unusable'],
  ])('%s at the token endpoint is explained', async (_name, answer, code) => {
    const of = profile()
    const { pending } = await begin(of)
    expect(await codeOf(finishAuthorization(of, pending, callback(), downstream({ '/token': answer })))).toBe(
      code,
    )
  })

  it('a wider scope is stored, and refused with scopeStrict', async () => {
    const answer = { '/token': { ...tokens, scope: 'tickets.read admin' }, '/userinfo': { sub: 'ada' } }
    const lax = profile({ identity: identityFrom('userinfo') })
    const finished = await finishAuthorization(
      lax,
      (await begin(lax)).pending,
      callback(),
      downstream(answer),
    )
    expect(finished.tokens.scopes).toEqual(['tickets.read', 'admin'])
    const strict = profile({ identity: identityFrom('userinfo'), scopeStrict: true })
    const { pending } = await begin(strict)
    expect(await codeOf(finishAuthorization(strict, pending, callback(), downstream(answer)))).toBe(
      'tokens_unusable',
    )
  })
})

describe('D5: ID tokens are verified against the pinned keys', () => {
  const bad: [string, (nonce: string | null) => Promise<string>][] = [
    ['another nonce', () => idToken({ nonce: 'other' })],
    ['no nonce', () => idToken({})],
    ['a foreign signature', (nonce) => idToken({ nonce }, foreign.privateKey)],
    ['an unknown key', (nonce) => idToken({ nonce }, keys.privateKey, { kid: 'two' })],
    ['another issuer', (nonce) => idToken({ nonce, iss: 'https://evil.dev' })],
    ['another audience', (nonce) => idToken({ nonce, aud: 'other' })],
    ['another authorized party', (nonce) => idToken({ nonce, aud: ['limen', 'other'], azp: 'other' })],
    ['several audiences without azp', (nonce) => idToken({ nonce, aud: ['limen', 'other'] })],
    ['an end in the past', (nonce) => idToken({ nonce, exp: NOW / 1_000 - 120 })],
    ['no subject', (nonce) => idToken({ nonce, sub: undefined })],
    [
      'HMAC instead of a signature',
      (nonce) =>
        new SignJWT({ iss: ISSUER, aud: 'limen', sub: 'ada', nonce })
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuedAt(NOW / 1_000)
          .setExpirationTime(NOW / 1_000 + 60)
          .sign(new TextEncoder().encode('limen-secret-limen-secret-limen-0')),
    ],
    [
      'alg none',
      async (nonce) => {
        const [, payload] = (await idToken({ nonce })).split('.')
        return `${btoa('{"alg":"none"}').replaceAll('=', '')}.${payload}.`
      },
    ],
  ]
  it.each(bad)('%s is refused', async (_name, make) => {
    const of = profile()
    const { pending } = await begin(of)
    const io = downstream({ '/token': { ...tokens, id_token: await make(pending.nonce) } })
    expect(await codeOf(finishAuthorization(of, pending, callback(), io))).toMatch(
      /token_invalid|nonce_mismatch|azp_mismatch/,
    )
  })

  it('a bad ID token is refused also where the identity comes from elsewhere', async () => {
    const of = profile({ identity: identityFrom('userinfo') })
    const { pending } = await begin(of)
    const io = downstream({
      '/token': { ...tokens, id_token: await idToken({ nonce: 'x' }) },
      '/userinfo': { sub: 'ada' },
    })
    expect(await codeOf(finishAuthorization(of, pending, callback(), io))).toBe('nonce_mismatch')
  })

  it('a missing ID token is refused where the identity needs it', async () => {
    const of = profile()
    const { pending } = await begin(of)
    expect(await codeOf(finishAuthorization(of, pending, callback(), downstream({ '/token': tokens })))).toBe(
      'id_token_missing',
    )
  })

  it('a rotated key is found without waiting for the cache to end', async () => {
    const of = profile()
    const { pending } = await begin(of)
    const before = downstream({ '/token': { ...tokens, id_token: await idToken({ nonce: pending.nonce }) } })
    await finishAuthorization(of, pending, callback(), before)
    const known = jwks
    jwks = { keys: [...known.keys, { ...(await exportJWK(foreign.publicKey)), kid: 'two', alg: 'ES256' }] }
    const rotated = await idToken({ nonce: pending.nonce }, foreign.privateKey, { kid: 'two' })
    const later = { ...downstream({ '/token': { ...tokens, id_token: rotated } }), now: () => NOW + 31_000 }
    await expect(finishAuthorization(of, pending, callback(), later)).resolves.toBeTruthy()
    jwks = known
  })
})

describe('a server whose keys are away', () => {
  const HOUR = 3_600_000
  const AWAY = [
    new Response('down', { status: 503 }),
    new Response('', { status: 429 }),
    new OutboundError('timeout', 'late'),
  ]

  /** One sign-in `ms` later, with the keys answering as given; how often they were asked for, and the outcome. */
  async function signIn(
    of: DownstreamProfile,
    ms: number,
    answer?: Response | Error,
    key = keys.privateKey,
    kid = 'one',
  ) {
    const { pending } = await begin(of)
    const time = { iat: (NOW + ms) / 1_000, exp: (NOW + ms) / 1_000 + 300 }
    const token = await idToken({ nonce: pending.nonce, ...time }, key, { kid })
    const io = downstream({ '/token': { ...tokens, id_token: token } })
    let asked = 0
    const send: DownstreamIo['send'] = async (url, init, options) => {
      if (!new URL(url).pathname.startsWith('/jwks')) return io.send(url, init, options)
      asked += 1
      if (answer instanceof Error) throw answer
      return answer ? answer.clone() : io.send(url, init, options)
    }
    const outcome = finishAuthorization(of, pending, callback(), { send, now: () => NOW + ms })
    return {
      result: await outcome.then(
        () => 'signed in',
        ({ code }: DownstreamError) => code,
      ),
      asked: () => asked,
    }
  }

  it.each(AWAY)(
    'costs nobody a sign-in whose tokens it signed with known keys, for a day (%#)',
    async (away) => {
      const of = profile()
      expect((await signIn(of, 0)).result).toBe('signed in')
      const first = await signIn(of, HOUR, away)
      expect([first.result, first.asked()]).toEqual(['signed in', 1])
      const next = await signIn(of, HOUR + 29_000, away)
      expect([next.result, next.asked()]).toEqual(['signed in', 0])
      expect((await signIn(of, 23 * HOUR, away)).result).toBe('signed in')
      expect((await signIn(of, 25 * HOUR, away)).result).toBe('jwks_unreachable')
      expect((await signIn(of, 25 * HOUR)).result).toBe('signed in')
    },
  )

  it('vouches for no key that the copy does not have, and says that nobody knows', async () => {
    const of = profile()
    await signIn(of, 0)
    for (const ms of [HOUR, HOUR + 5_000])
      expect((await signIn(of, ms, AWAY[0], foreign.privateKey, 'two')).result).toBe('jwks_unreachable')
    expect((await signIn(of, HOUR + 6_000, AWAY[0], foreign.privateKey)).result).toBe('token_invalid')
  })

  it('is asked a second time before a sign-in is lost, and keys that are not there are no outage', async () => {
    const lost = await signIn(profile(), 0, AWAY[0])
    expect([lost.result, lost.asked()]).toEqual(['jwks_unreachable', 2])
    const of = profile()
    await signIn(of, 0)
    expect((await signIn(of, HOUR, new Response('', { status: 404 }))).result).toBe('jwks_unusable')
  })
})

describe('identity sources (product.md §5)', () => {
  it.each(['userinfo', 'introspection'] as const)('%s', async (source) => {
    const of = profile({ identity: identityFrom(source) })
    const { pending } = await begin(of)
    const claims = { sub: 'ada', active: true, email: 'ada@engines.example' }
    const io = downstream({ '/token': tokens, '/userinfo': claims, '/introspect': claims })
    const { identity } = await finishAuthorization(of, pending, callback(), io)
    expect(identity).toMatchObject({ subject: 'ada', email: 'ada@engines.example', emailVerified: false })
  })

  it('a JWT access token, for this API only', async () => {
    const of = profile({ identity: identityFrom('access_token') })
    const { pending } = await begin(of)
    const good = await idToken({ aud: 'https://api.test.dev' })
    const io = downstream({ '/token': { ...tokens, access_token: good } })
    expect((await finishAuthorization(of, pending, callback(), io)).identity.subject).toBe('ada')
    const other = downstream({
      '/token': { ...tokens, access_token: await idToken({ aud: 'https://other.dev' }) },
    })
    expect(await codeOf(finishAuthorization(of, pending, callback(), other))).toBe('token_invalid')
  })

  it.each([
    ['inactive at introspection', 'introspection', { active: false, sub: 'ada' }, 'introspection_inactive'],
    [
      'of another issuer at introspection',
      'introspection',
      { active: true, sub: 'ada', iss: 'https://evil.dev' },
      'issuer_mismatch',
    ],
    ['without a subject', 'userinfo', { email: 'ada@engines.example' }, 'subject_missing'],
    ['of an unreadable kind', 'userinfo', ['ada'], 'identity_unreadable'],
  ] as const)('a user %s is refused', async (_name, source, claims, code) => {
    const of = profile({ identity: identityFrom(source) })
    const { pending } = await begin(of)
    const io = downstream({ '/token': tokens, '/userinfo': claims, '/introspect': claims })
    expect(await codeOf(finishAuthorization(of, pending, callback(), io))).toBe(code)
  })

  it('userinfo about another user than the ID token is refused (OIDC Core §5.3.2)', async () => {
    const of = profile({ identity: identityFrom('userinfo') })
    const { pending } = await begin(of)
    const id = await idToken({ nonce: pending.nonce })
    const io = downstream({ '/token': { ...tokens, id_token: id }, '/userinfo': { sub: 'grace' } })
    expect(await codeOf(finishAuthorization(of, pending, callback(), io))).toBe('subject_mismatch')
  })

  it.each([
    ['claim', true, true],
    ['claim', 'true', true],
    ['claim', undefined, false],
    ['claim', 1, false],
    ['always', undefined, true],
    ['never', true, false],
  ] as const)('e-mail trust "%s" with the claim %s gives %s', async (emailTrust, claim, expected) => {
    const of = profile({ identity: { ...identityFrom('userinfo'), emailTrust } })
    const { pending } = await begin(of)
    const io = downstream({
      '/token': tokens,
      '/userinfo': { sub: 'ada', email: 'a@b.dev', email_verified: claim },
    })
    expect((await finishAuthorization(of, pending, callback(), io)).identity.emailVerified).toBe(expected)
  })
})

describe('D4: client authentication', () => {
  const secret = 'a secret: with+all/kinds&of=signs'
  async function exchangeWith(
    method: GatewayRow['tokenEndpointAuthMethod'],
    overrides: Partial<DownstreamProfile>,
  ) {
    const of = profile({ tokenEndpointAuthMethod: method, identity: identityFrom('userinfo') }, overrides)
    const { pending } = await begin(of)
    const io = downstream({ '/token': tokens, '/userinfo': { sub: 'ada' } })
    await finishAuthorization(of, pending, callback(), io)
    const [sent] = io.ledger
    if (!sent) throw new Error('nothing was sent')
    return sent
  }

  it('none sends the client id alone', async () => {
    const sent = await exchangeWith('none', { clientSecret: secret })
    expect(sent.form.get('client_id')).toBe('limen')
    expect(sent.form.get('client_secret')).toBeNull()
    expect(sent.headers.get('authorization')).toBeNull()
  })

  it('client_secret_basic encodes both parts as RFC 6749 §2.3.1 says', async () => {
    const sent = await exchangeWith('client_secret_basic', { clientSecret: secret })
    const [, encoded] = (sent.headers.get('authorization') ?? '').split(' ')
    const [id, given] = atob(encoded ?? '').split(':')
    expect(id).toBe('limen')
    expect(decodeURIComponent((given ?? '').replaceAll('+', ' '))).toBe(secret)
    expect(sent.form.get('client_secret')).toBeNull()
  })

  it('client_secret_post', async () => {
    const sent = await exchangeWith('client_secret_post', { clientSecret: secret })
    expect(sent.form.get('client_secret')).toBe(secret)
    expect(sent.headers.get('authorization')).toBeNull()
  })

  it('private_key_jwt signs with the key that the own JWKS publishes', async () => {
    const master = parseMasterKeys('k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8')
    const sent = await exchangeWith('private_key_jwt', {
      assertionKey: () => assertionKeyOf(master, 'gw_test'),
    })
    const assertion = sent.form.get('client_assertion') ?? ''
    const published = createLocalJWKSet(await ownJwks(master, 'gw_test'))
    await expect(
      jwtVerify(assertion, published, { issuer: 'limen', subject: 'limen', audience: ISSUER }),
    ).resolves.toBeTruthy()
    expect(decodeJwt(assertion).jti).toBeTruthy()
    const others = createLocalJWKSet(await ownJwks(master, 'gw_other'))
    await expect(jwtVerify(assertion, others)).rejects.toThrow()
  })

  it('the own JWKS holds no private part, and a rotation publishes both keys, the new one first', async () => {
    const old = parseMasterKeys('k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8')
    const both = parseMasterKeys(
      'k2:HxESExQVFhcYGRobHB0eHwABAgMEBQYHCAkKCwwNDg8,k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
    )
    const [before, after] = [await ownJwks(old, 'gw_test'), await ownJwks(both, 'gw_test')]
    expect(after.keys[1]).toEqual(before.keys[0])
    expect(after.keys[0]?.kid).toBe((await assertionKeyOf(both, 'gw_test')).kid)
    expect(JSON.stringify(after)).not.toContain('"d":')
  })

  it('no secret goes to an introspection endpoint of another origin', async () => {
    const of = profile(
      { tokenEndpointAuthMethod: 'client_secret_post', identity: identityFrom('introspection') },
      { clientSecret: secret },
    )
    const elsewhere = {
      ...of,
      endpoints: { ...of.endpoints, introspection_endpoint: 'https://evil.dev/introspect' },
    }
    const { pending } = await begin(elsewhere)
    const io = downstream({ '/token': tokens, '/introspect': { active: true, sub: 'ada' } })
    expect(await codeOf(finishAuthorization(elsewhere, pending, callback(), io))).toBe(
      'introspection_foreign',
    )
    expect(io.ledger.map((request) => request.path)).toEqual(['/token'])
  })
})
