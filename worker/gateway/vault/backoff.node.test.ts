// security.md §3, step 8 and the early refresh, with every jitter that there is.
import { describe, expect, it } from 'vitest'
import { backoffMs, earlyMark } from './backoff.ts'

const JITTERS = [0, 0.25, 0.5, 0.999]
const HOUR = 3_600_000

describe('the backoff', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [6, 32],
    [7, 60],
    [5_000, 60],
  ])('after %i failures is %i s, of which at most the last fifth is jitter', (failures, seconds) => {
    const waits = JITTERS.map((jitter) => backoffMs(failures, null, () => jitter))
    expect(waits[0]).toBe(seconds * 800)
    expect(Math.max(...waits)).toBeLessThanOrEqual(seconds * 1_000)
    expect(new Set(waits).size).toBe(JITTERS.length)
  })

  it('follows a longer Retry-After up to 5 min, and no shorter one', () => {
    const wait = (retryAfterMs: number) => backoffMs(3, retryAfterMs, () => 0)
    expect([0, 1_000, 20_000, 300_000, 300_001, HOUR].map(wait)).toEqual([
      3_200, 3_200, 20_000, 300_000, 300_000, 300_000,
    ])
  })
})

it('a token is renewed early when 5–10 % of its lifetime remain, jittered between them', () => {
  const remaining = JITTERS.map((jitter) => HOUR - earlyMark(0, HOUR, () => jitter))
  expect(remaining[0]).toBe(HOUR * 0.05)
  expect(remaining[2]).toBe(HOUR * 0.075)
  expect(Math.max(...remaining)).toBeLessThanOrEqual(HOUR * 0.1)
  expect(Math.max(...remaining)).toBeGreaterThan(HOUR * 0.099)
  expect(earlyMark(HOUR, 0, () => 0.5)).toBe(0)
})
