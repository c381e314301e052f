// What a power cut may excuse. Pure.
import type { Kill } from '../limen/limen-process.ts'

/** Whether a kill took what was sent to Limen between two moments, ms since 1970: it may have been dead before. */
export function wasTaken(kills: readonly Kill[], from: number, to: number): boolean {
  return kills.some(({ at, restartedAt }) => at <= to && restartedAt >= from)
}

/** Whether Limen was away at any time between them. */
export function wasDown(kills: readonly Kill[], from: number, to: number): boolean {
  return kills.some(({ at, until }) => at <= to && until >= from)
}
