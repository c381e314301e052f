// A state of a page that follows something one waited for: it is looked at until it is there.
import { expect } from 'vitest'

const WITHIN_MS = 20_000

export const eventually = <T>(read: () => T | Promise<T>) =>
  expect.poll(read, { timeout: WITHIN_MS, interval: 100 })
