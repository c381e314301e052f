// The verdicts over real sockets, through the one outbound function.
import { expect, it } from 'vitest'
import { hostileSockets, readSocketLedger } from '../testing/hostile-sockets.ts'
import { gatewayRow } from '../testing/rows.ts'
import type { DownstreamProfile } from './contract.ts'
import { EXCHANGE_MS_MAX } from './io.ts'
import { requestRefresh } from './request-refresh.ts'
import { revokeDownstream } from './revoke.ts'

function profile(tokenEndpoint: string, overrides: Partial<DownstreamProfile> = {}): DownstreamProfile {
  return {
    gateway: gatewayRow({ tokenEndpointAuthMethod: 'client_secret_post' }),
    endpoints: {
      issuer: 'http://127.0.0.1',
      authorization_endpoint: 'http://127.0.0.1/a',
      token_endpoint: tokenEndpoint,
    },
    clientId: 'limen',
    clientSecret: 's3cret',
    redirectUri: 'https://limen.test.dev/g/gw_test/callback',
    allowPrivateTargets: true,
    ownOrigins: [],
    ...overrides,
  }
}

const refresh = (of: DownstreamProfile) =>
  requestRefresh(of, { refreshToken: 'rt', scopes: ['tickets.read'] })
const scenario = (name: string) => `http://127.0.0.1:${hostileSockets().scenarioPort}/${name}`

it.each([
  ['fin-after-request', 'unknown'],
  ['rst-after-request', 'unknown'],
  ['partial-headers', 'unknown'],
  ['not-http', 'unknown'],
  ['short-body', 'unknown'],
  ['cut-chunks', 'unknown'],
  ['bad-gzip', 'unknown'],
  ['endless-body', 'unknown'],
  ['gzip-bomb', 'unknown'],
  ['ok', 'unknown'],
  ['redirect-302', 'not_processed'],
  ['redirect-307', 'not_processed'],
  ['nothing-here', 'not_processed'],
])('a token endpoint that plays %s leaves the outcome %s', async (name, kind) => {
  expect(await refresh(profile(scenario(name)))).toMatchObject({ kind })
})

it('a fault of our own after the request went out leaves its outcome unknown, one before it does not (P1, P2)', async () => {
  const of = profile(scenario('ok'))
  const request = { refreshToken: 'rt', scopes: [] }
  const send = () => Promise.reject(new TypeError('a fault'))
  expect(await requestRefresh(of, request, { send, now: () => Date.now() })).toMatchObject({
    kind: 'unknown',
    alert: true,
  })
  const unsent = profile('no URL')
  expect(await requestRefresh(unsent, request, { send, now: () => Date.now() })).toMatchObject({
    kind: 'not_processed',
    alert: true,
  })
})

it('a redirected token request reaches nobody else: secret and refresh token stay (S10)', async () => {
  const before = await readSocketLedger()
  await refresh(profile(scenario('redirect-308')))
  const after = await readSocketLedger()
  expect(after.scenario - before.scenario).toBe(1)
  expect(after.target).toBe(before.target)
})

it(
  'silence, a stall and a drip all end with the ten seconds of the whole exchange',
  { timeout: 20_000 },
  async () => {
    const started = Date.now()
    const names = ['never', 'stalled-body', 'dripping-body']
    const outcomes = await Promise.all(names.map((name) => refresh(profile(scenario(name)))))
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['unknown', 'unknown', 'unknown'])
    expect(Date.now() - started).toBeGreaterThanOrEqual(EXCHANGE_MS_MAX - 100)
    expect(Date.now() - started).toBeLessThan(EXCHANGE_MS_MAX + 5_000)
  },
)

it('a refused address is not sent to, and is an alert', async () => {
  const of = profile(scenario('ok'), { allowPrivateTargets: false })
  const before = await readSocketLedger()
  expect(await refresh(of)).toMatchObject({ kind: 'not_processed', alert: true })
  expect((await readSocketLedger()).scenario).toBe(before.scenario)
})

it('a missing client secret is a fault of the configuration and sends nothing', async () => {
  const before = await readSocketLedger()
  expect(await refresh(profile(scenario('ok'), { clientSecret: null }))).toMatchObject({
    kind: 'not_processed',
    alert: true,
  })
  expect((await readSocketLedger()).scenario).toBe(before.scenario)
})

it('a revocation endpoint of another origin is not told the secret (D4)', async () => {
  const of = profile('http://127.0.0.1:1/token')
  const elsewhere = { ...of, endpoints: { ...of.endpoints, revocation_endpoint: scenario('ok') } }
  const before = await readSocketLedger()
  expect(await revokeDownstream(elsewhere, { value: 'rt', kind: 'refresh_token' })).toBe('unsupported')
  expect((await readSocketLedger()).scenario).toBe(before.scenario)
  const beside = profile(scenario('token'))
  const near = { ...beside, endpoints: { ...beside.endpoints, revocation_endpoint: scenario('ok') } }
  expect(await revokeDownstream(near, { value: 'rt', kind: 'refresh_token' })).toBe('done')
})
