import { expect, test } from 'vitest'
import { OpenCalls } from './open-calls.ts'

const ctx = {} as ExecutionContext
const NOW = 1_800_000_000_000

function call(overdueAt: number, ended: number[]) {
  return { overdueAt, endAbandoned: () => void ended.push(overdueAt) }
}

test('a call whose client took it along is recorded once, by a later one, when it is overdue (P5)', () => {
  const [calls, ended] = [new OpenCalls(), [] as number[]]
  calls.begin(call(NOW + 60_000, ended))
  calls.sweep(ctx, NOW)
  calls.sweep(ctx, NOW + 59_999)
  expect(ended).toEqual([])
  calls.sweep(ctx, NOW + 61_000)
  calls.sweep(ctx, NOW + 63_000)
  expect(ended).toEqual([NOW + 60_000])
})

test('a call that was answered is never taken for abandoned', () => {
  const [calls, ended] = [new OpenCalls(), [] as number[]]
  const answered = call(NOW + 1_000, ended)
  calls.begin(answered)
  calls.end(answered)
  calls.sweep(ctx, NOW + 10_000)
  expect(ended).toEqual([])
})

test('looking costs nothing more than once a second, and no order of beginning hides what is overdue', () => {
  const [calls, ended] = [new OpenCalls(), [] as number[]]
  calls.begin(call(NOW + 600_000, ended))
  calls.sweep(ctx, NOW)
  calls.begin(call(NOW + 100, ended))
  calls.sweep(ctx, NOW + 999)
  expect(ended).toEqual([])
  calls.sweep(ctx, NOW + 1_000)
  expect(ended).toEqual([NOW + 100])
})
