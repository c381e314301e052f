import { expect, it } from 'vitest'
import { RequestPace } from './request-pace.ts'

it('no second of a busy Gateway holds more than 20 starts', () => {
  const pace = new RequestPace()
  const starts = Array.from({ length: 130 }, (_, n) => pace.reserve(1_000_000 + n * 7, 60_000) ?? Number.NaN)
  for (const from of starts)
    expect(starts.filter((start) => start >= from && start < from + 1_000).length).toBeLessThanOrEqual(20)
  expect(starts).toEqual(starts.toSorted((a, b) => a - b))
})

it('a queue longer than the caller may wait is refused and takes no place', () => {
  const pace = new RequestPace()
  const starts = Array.from({ length: 60 }, () => pace.reserve(1_000_000, 1_500))
  expect(starts.filter((start) => start !== null)).toHaveLength(40)
  expect(pace.reserve(1_002_000, 1_500)).toBe(1_002_000)
})
