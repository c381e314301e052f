import { describe, expect, test } from 'vitest'
import { newRequestId } from './request-id.ts'
import { answerPreflight, setOpenCors } from './open-cors.ts'
import { readRequestBody } from './read-request-body.ts'
import { setSecureHeaders } from './secure-headers.ts'
import { unknownErrorResponse } from './unknown-error.ts'

describe('secure headers', () => {
  test('a form POST keeps its Origin, and loopback is never pinned to https', () => {
    const local = new Headers()
    setSecureHeaders(local, 'http://127.0.0.1:8787')
    expect(local.get('referrer-policy')).toBe('same-origin')
    expect(local.get('x-content-type-options')).toBe('nosniff')
    expect(local.get('x-frame-options')).toBe('DENY')
    expect(local.has('strict-transport-security')).toBe(false)

    const deployed = new Headers()
    setSecureHeaders(deployed, 'https://mcp.example.com')
    expect(deployed.get('strict-transport-security')).toBe('max-age=31536000')
  })

  test('what a surface set itself stands', () => {
    const headers = new Headers({ 'referrer-policy': 'no-referrer' })
    setSecureHeaders(headers, 'https://mcp.example.com')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })
})

describe('open CORS', () => {
  test('never allows credentials, whatever a library said before', () => {
    const headers = new Headers({
      'access-control-allow-origin': 'https://evil.example',
      'access-control-allow-credentials': 'true',
    })
    setOpenCors(headers)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.has('access-control-allow-credentials')).toBe(false)
    expect(headers.get('access-control-expose-headers')).toContain('WWW-Authenticate')
  })

  test('a preflight allows MCP-Protocol-Version', () => {
    const response = answerPreflight('GET, HEAD')
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toContain('MCP-Protocol-Version')
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS')
    expect(response.headers.has('access-control-allow-credentials')).toBe(false)
  })
})

describe('the body of a request (P9)', () => {
  const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
    new Request('https://mcp.example.com/', { method: 'POST', body, headers })

  test('passes up to the cap, byte for byte', async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(1_000))
    expect(await readRequestBody(post(bytes), 1_000)).toEqual(bytes)
    expect(await readRequestBody(post(null), 1_000)).toEqual(new Uint8Array(0))
  })

  test('is refused by its declared length before a byte of it is read', async () => {
    let pulls = 0
    const body = new ReadableStream(
      {
        pull(controller) {
          pulls += 1
          controller.enqueue(new Uint8Array(10))
        },
      },
      { highWaterMark: 0 },
    )
    const request = post(body, { 'content-length': '1001' })
    await expect(readRequestBody(request, 1_000)).rejects.toMatchObject({ fault: 'too_large', status: 413 })
    expect(pulls).toBe(0)
  })

  test('is refused by what arrives, when the declared length lies or is missing', async () => {
    let pulls = 0
    const body = new ReadableStream({
      pull(controller) {
        pulls += 1
        controller.enqueue(new Uint8Array(400))
      },
    })
    await expect(readRequestBody(post(body), 1_000)).rejects.toMatchObject({ fault: 'too_large' })
    expect(pulls).toBeLessThan(10)
  })

  test('is refused by what arrives also where less was declared', async () => {
    const body = new Blob([new Uint8Array(1_001)]).stream()
    const request = post(body, { 'content-length': '5' })
    await expect(readRequestBody(request, 1_000)).rejects.toMatchObject({ fault: 'too_large', status: 413 })
  })

  test.each([
    ['with', { 'content-length': '5' }],
    ['without', {}],
  ])(
    '%s a declared length, that never ends is given up, and one that breaks is incomplete',
    async (_, declared) => {
      const silent = new ReadableStream({})
      await expect(readRequestBody(post(silent, declared), 1_000, 30)).rejects.toMatchObject({
        fault: 'too_slow',
        status: 408,
      })
      const broken = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) })
      await expect(readRequestBody(post(broken, declared), 1_000)).rejects.toMatchObject({
        fault: 'incomplete',
        status: 400,
      })
    },
  )
})

test('an unknown error says a fixed sentence and the request id', async () => {
  const requestId = newRequestId()
  const response = unknownErrorResponse(requestId)
  expect(response.status).toBe(500)
  expect(response.headers.get('x-request-id')).toBe(requestId)
  expect(await response.json()).toEqual({
    error: 'server_error',
    error_description: 'Something went wrong here. The request id leads to the log.',
    request_id: requestId,
  })
})
