/** `10,000 calls each day`. */
export const WINDOWS = [
  { value: 'minute', label: 'each minute' },
  { value: 'hour', label: 'each hour' },
  { value: 'day', label: 'each day (UTC)' },
  { value: 'month', label: 'each month (UTC)' },
] as const

export const UNITS = [
  { value: 'calls', label: 'calls' },
  { value: 'cost', label: 'cost units' },
] as const
