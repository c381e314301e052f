import { expect, test } from 'vitest'
import { Patience, PatienceError } from './patience.ts'

const never = new Promise<never>(() => {})
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('a phase that is shorter than the one before ends earlier', async () => {
  const patience = new Patience()
  patience.allow(10_000)
  patience.allow(30)
  await expect(patience.race(never)).rejects.toBeInstanceOf(PatienceError)
  expect(patience.isLate).toBe(true)
})

test('a phase that is longer than the one before gets its whole time', async () => {
  const patience = new Patience()
  patience.allow(30)
  patience.allow(150)
  await pause(80)
  expect(patience.isLate).toBe(false)
  await pause(150)
  expect(patience.isLate).toBe(true)
})

test('for ever means for ever, and the end too', async () => {
  const [open, ended] = [new Patience(), new Patience()]
  open.allow(20)
  open.allow(null)
  ended.allow(20)
  ended.end()
  await pause(80)
  expect([open.isLate, ended.isLate]).toEqual([false, false])
})

test('work that is done in time keeps its value or its error', async () => {
  const patience = new Patience()
  patience.allow(1_000)
  expect(await patience.race(Promise.resolve(5))).toBe(5)
  await expect(patience.race(Promise.reject(new Error('own')))).rejects.toThrow('own')
  patience.end()
})
