// What a power cut may excuse. Pure.
import type { Kill } from '../limen/limen-process.ts'

/** Whether Limen was killed between two moments, ms since 1970. */
export function wasKilled(kills: readonly Kill[], from: number, to: number): boolean {
  return kills.some(({ at }) => at >= from && at <= to)
}

/** Whether Limen was away at any time between them. */
export function wasDown(kills: readonly Kill[], from: number, to: number): boolean {
  return kills.some(({ at, until }) => at <= to && until >= from)
}
