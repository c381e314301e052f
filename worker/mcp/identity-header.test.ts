// The third contract header (product.md §3): who calls, as a JWT that the runtime can verify.
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { publicJwks } from '../crypto/signing-key.ts'
import { settingsOf, type Env } from '../environment.ts'
import { headerOf, type Answer } from '../testing/hostile-runtime.ts'
import { startBench, type BenchOptions } from '../testing/mcp-bench.ts'

const HEADER = 'x-gateway-identity'
const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'x' } }
const OK: Answer = {
  headers: { 'content-type': 'application/json' },
  chunks: [{ text: '{"jsonrpc":"2.0","id":{{id}},"result":{}}' }],
}

async function received(options: BenchOptions, token: string | null = 'alice') {
  const bench = await startBench(options)
  await bench.runtime.script(OK)
  const forged = { [HEADER]: 'forged', X_Gateway_Identity: 'forged' }
  expect((await bench.post(CALL, forged, token)).status).toBe(200)
  const [entry] = await bench.runtime.ledger()
  return { bench, entry, value: entry && headerOf(entry, HEADER) }
}

test('names the caller to this runtime alone, and verifies with the published keys', async () => {
  const jwks = (await publicJwks(settingsOf(env as unknown as Env).masterKeys())) as JSONWebKeySet
  for (const [token, subject, clientId] of [
    ['alice', 'alice', 'client-1'],
    ['bob', 'bob', 'client-1'],
    ['alice-other-client', 'alice', 'client-2'],
  ] as const) {
    const { bench, entry, value } = await received({ server: { identityHeader: HEADER } }, token)
    const { payload } = await jwtVerify(String(value), createLocalJWKSet(jwks), {
      issuer: bench.surface.issuer,
      audience: bench.snapshot.server.runtimeUrl,
      algorithms: ['EdDSA'],
    })
    expect(payload).toMatchObject({ sub: subject, client_id: clientId, server: 'srv_test' })
    expect(entry?.rawHeaders).not.toContain('forged')
  }
})

test('is off by default, and absent where nobody is known to call', async () => {
  expect((await received({})).value).toBeUndefined()
  const open = { attached: false, server: { authMode: 'none', open: true, identityHeader: HEADER } } as const
  expect((await received(open, null)).value).toBeUndefined()
})

test('cannot be taken by a static header or by what passes from the client', async () => {
  const fixed = await received({ server: { identityHeader: HEADER }, staticHeaders: { [HEADER]: 'fixed' } })
  expect(String(fixed.value)).toMatch(/^ey/)
  const badlyNamed = await startBench({
    attached: false,
    server: { authMode: 'none', open: true, identityHeader: 'traceparent' },
  })
  await badlyNamed.runtime.script(OK)
  await badlyNamed.post(CALL, { traceparent: 'forged' }, null)
  const [entry] = await badlyNamed.runtime.ledger()
  expect(entry?.rawHeaders).not.toContain('forged')
})
