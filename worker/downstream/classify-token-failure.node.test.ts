// Security.md §3, steps 7 and 8, answer by answer; what becomes of a grant stands in gateway/vault/refresh.test.ts (S6).
import { describe, expect, it } from 'vitest'
import { classifyTokenFailure } from './classify-token-failure.ts'
import { parseRetryAfter } from './retry-after.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

function classify(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return classifyTokenFailure(new Response(null, { status, headers }), text, NOW)
}

describe('an answer of the token endpoint that is no 200', () => {
  it.each(['slow_down', 'temporarily_unavailable'])(
    '8a: %s means later by its own word, whatever the status',
    (error) => {
      for (const status of [400, 429, 500, 503])
        expect(classify(status, { error })).toMatchObject({ kind: 'not_processed', alert: false })
    },
  )

  it('6, 8b: another 2xx has perhaps used the token: nobody knows, and it is an alert', () => {
    for (const status of [201, 202, 204, 299])
      expect(classify(status, '')).toMatchObject({ kind: 'unknown', alert: true })
  })

  it('7: only a 4xx that is no 429 ends a grant, and only by the code itself', () => {
    expect(classify(400, { error: 'invalid_grant' })).toEqual({
      kind: 'invalid_grant',
      detail: '400 invalid_grant',
    })
    for (const error of ['invalid_grant ', 'Invalid_Grant', ['invalid_grant'], { code: 'invalid_grant' }])
      expect(classify(400, { error }).kind).toBe('not_processed')
    for (const [status, kind] of [
      [429, 'not_processed'],
      [500, 'unknown'],
      [201, 'unknown'],
    ] as const)
      expect(classify(status, { error: 'invalid_grant' }).kind).toBe(kind)
  })

  it('P7: its code stands in the log where it is one, its description and anything else never does', () => {
    expect(classify(400, { error: 'c'.repeat(64), error_description: 'rt-secret' })).toMatchObject({
      detail: `400 ${'c'.repeat(64)}`,
    })
    for (const error of ['c'.repeat(65), 'two\nlines', 'ümlaut', '', 7])
      expect(classify(400, { error })).toMatchObject({ detail: '400' })
  })

  it('tells when to come again', () => {
    expect(classify(503, '', { 'retry-after': '30' })).toMatchObject({ retryAfterMs: 30_000 })
  })
})

it.each([
  ['0', 0],
  [' 120 ', 120_000],
  ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
  ['Sun, 22 Nov 2026 11:59:00 GMT', 0],
  ['Sunday, 22-Nov-26 12:01:00 GMT', 60_000],
  ['-5', null],
  ['Sun-5', null],
  ['99999999999', null],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %j is a wait of %s ms (RFC 9110 §10.2.3)', (value, wait) => {
  expect(parseRetryAfter(value, NOW)).toBe(wait)
})
