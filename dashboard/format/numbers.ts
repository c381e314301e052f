// Numbers for people.
const COUNT = new Intl.NumberFormat()

export function formatCount(count: number): string {
  return COUNT.format(count)
}

/** `950 ms`, `1.2 s`. */
export function formatMs(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

const STEPS = ['B', 'KiB', 'MiB', 'GiB'] as const

export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), STEPS.length - 1)
  const value = bytes / 1_024 ** step
  return `${step === 0 ? value : value.toFixed(1)} ${STEPS[step]}`
}
