// What tests put in the place of the product's own, and the way back. Loaded before any test.
import { vi } from 'vitest'
import { platformIo } from '../downstream/io.ts'
import { forgetAllSnapshots } from '../edge/load-snapshot.ts'
import { logPace } from '../logs/record.ts'

const own = { platformIo: { ...platformIo }, logPace: { ...logPace } }

/** The product as it was before the first test of this Worker. */
export function putBack(): void {
  Object.assign(platformIo, own.platformIo)
  Object.assign(logPace, own.logPace)
  forgetAllSnapshots()
  vi.useRealTimers()
  vi.restoreAllMocks()
}
