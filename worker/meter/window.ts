// Windows of budgets: full minutes, hours, days and months of UTC (product.md §8). Pure.
import type { BudgetWindow } from './contract.ts'

export interface Window {
  /** First moment, ms since 1970. */
  start: number
  /** First moment of the next one. */
  end: number
}

const LENGTH_MS = { minute: 60_000, hour: 3_600_000, day: 24 * 3_600_000 } as const

export function windowAt(kind: BudgetWindow, now: number): Window {
  if (kind === 'month') {
    const date = new Date(now)
    const year = date.getUTCFullYear()
    const month = date.getUTCMonth()
    return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) }
  }
  const length = LENGTH_MS[kind]
  const start = Math.floor(now / length) * length
  return { start, end: start + length }
}
