// product.md §10: ten failures of an address close the door to it for the rest of a minute; bounded in memory (P9).
import { expect, it } from 'vitest'
import { FAILURES_MAX, FailureLimit } from './failure-limit.ts'

function failed(limit: FailureLimit, address: string, now: number, times = FAILURES_MAX): void {
  for (let failure = 0; failure < times; failure += 1) limit.recordFailure(address, now)
}

it('nine failures are none, ten close the door until the minute is over', () => {
  const limit = new FailureLimit()
  failed(limit, '192.0.2.1', 0, FAILURES_MAX - 1)
  expect(limit.retryAfterSeconds('192.0.2.1', 0)).toBe(0)
  failed(limit, '192.0.2.1', 30_000, 1)
  expect(limit.retryAfterSeconds('192.0.2.1', 30_000)).toBe(30)
  expect(limit.retryAfterSeconds('192.0.2.1', 59_999)).toBe(1)
  expect(limit.retryAfterSeconds('192.0.2.2', 30_000)).toBe(0)
  expect(limit.retryAfterSeconds('192.0.2.1', 60_000)).toBe(0)
  failed(limit, '192.0.2.1', 60_000, 1)
  expect(limit.retryAfterSeconds('192.0.2.1', 60_000)).toBe(0)
})

it('remembers 10,000 networks at most, and forgets the oldest first', () => {
  const limit = new FailureLimit()
  failed(limit, 'first', 0)
  failed(limit, 'second', 0)
  for (let n = 0; n < 9_999; n += 1) limit.recordFailure(`network-${n}`, 0)
  expect(limit.retryAfterSeconds('first', 0)).toBe(0)
  expect(limit.retryAfterSeconds('second', 0)).toBe(60)
})
