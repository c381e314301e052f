// The handbook alone: a key opens it for both client lines, and nothing else does.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startExample, type Example } from './example-process.ts'
import { connect } from './mcp-session.ts'

const KEY = 'a key of this test'
let handbook: Example

beforeAll(async () => {
  handbook = await startExample('handbook', { API_KEY: KEY })
})
afterAll(() => handbook?.stop())

it.each(['legacy', 'modern'] as const)('is searched and read by a %s client with the key', async (line) => {
  const session = await connect(line, handbook.url, { 'x-api-key': KEY })
  expect(await session.toolNames()).toEqual(['search_handbook', 'read_page'])
  expect((await session.call('search_handbook', { word: 'REFUND' })).text).toContain('Refunds')
  expect((await session.call('read_page', { title: 'Refunds' })).text).toContain('50 €')
  await session.close()
})

it.each([undefined, 'another key'])('refuses the key %s', async (key) => {
  const response = await fetch(handbook.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'x-api-key': key }) },
    body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
  })
  expect(response.status).toBe(401)
})
