// Time spans in the unit that suits them.
import { formatCount } from './numbers.ts'

const SECOND = { name: 'seconds', seconds: 1 } as const

export const TIME_UNITS = [
  { name: 'days', seconds: 86_400 },
  { name: 'hours', seconds: 3_600 },
  { name: 'minutes', seconds: 60 },
  SECOND,
] as const

/** The largest in which the span is a whole number. */
export function unitOf(span: number): (typeof TIME_UNITS)[number] {
  return TIME_UNITS.find(({ seconds }) => span % seconds === 0) ?? SECOND
}

/** `1 hour`, `30 days`, `90 seconds`. */
export function formatSeconds(span: number): string {
  const { name, seconds } = unitOf(span)
  const amount = span / seconds
  return `${formatCount(amount)} ${amount === 1 ? name.slice(0, -1) : name}`
}
