import { createExecutionContext, env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { handleRequest } from '../app.ts'
import type { Env } from '../environment.ts'
import { insertRows, gatewayRow } from '../testing/rows.ts'

const bindings = env as unknown as Env
const brokenDatabase = {
  prepare() {
    throw new Error('D1_ERROR: no answer')
  },
} as unknown as D1Database

const get = (path: string, world: Env = bindings) =>
  handleRequest(new Request(`${bindings.PUBLIC_ORIGIN}${path}`), world, createExecutionContext())

describe("Limen's own client document and keys at a downstream (D2)", () => {
  beforeEach(async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await insertRows(bindings.DB, {
      gateways: [gatewayRow({ id: 'gw_own', tokenEndpointAuthMethod: 'private_key_jwt' })],
    })
  })

  it('name each other, and outlive D1 once they were read', async () => {
    // One isolate has one environment, whose keys were checked while D1 was there.
    const isolate = { ...bindings }
    const read = await get('/g/gw_own/client.json', isolate)
    const published = await (await get('/g/gw_own/jwks.json', isolate)).json()
    const document = (await read.json()) as Record<string, unknown>
    expect(document).toMatchObject({
      client_id: `${bindings.PUBLIC_ORIGIN}/g/gw_own/client.json`,
      jwks_uri: `${bindings.PUBLIC_ORIGIN}/g/gw_own/jwks.json`,
      token_endpoint_auth_method: 'private_key_jwt',
    })
    isolate.DB = brokenDatabase
    const copy = await get('/g/gw_own/client.json', isolate)
    expect(await copy.json()).toEqual(document)
    const keys = (await (await get('/g/gw_own/jwks.json', isolate)).json()) as { keys: JsonWebKey[] }
    expect(keys).toEqual(published)
    expect(keys.keys.length).toBeGreaterThan(0)
    expect(keys.keys.every((key) => key.d === undefined)).toBe(true)
  })

  it('are 503 while D1 is away and nothing was read, and 404 for a Gateway that is not', async () => {
    expect((await get('/g/gw_never_read/client.json', { ...bindings, DB: brokenDatabase })).status).toBe(503)
    expect((await get('/g/gw_nobody/client.json')).status).toBe(404)
  })

  it('carry the headers of every answer outside MCP', async () => {
    const { headers } = await get('/g/gw_own/client.json')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
  })
})
