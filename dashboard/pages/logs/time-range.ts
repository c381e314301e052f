// The time range of a list, as it stands in the URL: `range=1h`, or `from` and `to` in milliseconds since 1970. Pure.
import type { TimeRange } from '../../data/logs.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export const PRESETS = [
  { value: '15m', label: 'Last 15 minutes', lastMs: 15 * MINUTE_MS },
  { value: '1h', label: 'Last hour', lastMs: HOUR_MS },
  { value: '24h', label: 'Last 24 hours', lastMs: DAY_MS },
  { value: '7d', label: 'Last 7 days', lastMs: 7 * DAY_MS },
  { value: '30d', label: 'Last 30 days', lastMs: 30 * DAY_MS },
  { value: 'all', label: 'All that is kept', lastMs: undefined },
] as const

export const CUSTOM = 'custom'

export interface RangeParams {
  range?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** What the URL says; the standard preset where it says nothing that can be understood. */
export function parseRange(
  { range, from, to }: RangeParams,
  standard = '24h',
): { preset: string; range: TimeRange } {
  const bounds = { ...bound('from', from), ...bound('to', to) }
  if (Object.keys(bounds).length > 0) return { preset: CUSTOM, range: bounds }
  const preset =
    PRESETS.find(({ value }) => value === range) ?? PRESETS.find(({ value }) => value === standard)
  const lastMs = preset?.lastMs
  return { preset: preset?.value ?? 'all', range: lastMs === undefined ? {} : { lastMs } }
}

function bound(name: 'from' | 'to', text: string | undefined): TimeRange {
  const at = text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
  return at === undefined ? {} : { [name]: at }
}

/** For `<input type="datetime-local">`: the viewer's own zone, without one written. */
export function toLocalInput(at: number | undefined): string {
  if (at === undefined) return ''
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16)
}

export function fromLocalInput(text: string): number | undefined {
  const at = new Date(text).getTime()
  return Number.isNaN(at) ? undefined : at
}
