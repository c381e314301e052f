/** For a text that cannot hold a `<time>`. */
export function utcText(at: number, precision: 'seconds' | 'milliseconds' = 'seconds'): string {
  return `${new Date(at)
    .toISOString()
    .replace('T', ' ')
    .slice(0, precision === 'seconds' ? 19 : 23)} UTC`
}

/** The same in the viewer's zone. */
export function localText(at: number, timeStyle: 'short' | 'medium' | 'long' = 'short'): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle })
}

// A point in time: in the viewer's zone, in UTC on hover and for machines.
export function Moment(props: { at: number; withSeconds?: boolean }) {
  return (
    <time dateTime={new Date(props.at).toISOString()} title={utcText(props.at)}>
      {localText(props.at, props.withSeconds ? 'medium' : 'short')}
    </time>
  )
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `3 minutes ago`; the whole date on hover. */
export function Ago(props: { at: number; now?: number }) {
  const text = () => {
    const distance = props.at - (props.now ?? Date.now())
    const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? ['second', 1_000]
    const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
    return Math.abs(distance) < 10_000 ? 'just now' : format.format(Math.round(distance / size), unit)
  }
  const date = () => new Date(props.at)
  return (
    <time
      class="whitespace-nowrap"
      dateTime={date().toISOString()}
      title={`${date().toLocaleString()} (${date().toISOString()})`}
    >
      {text()}
    </time>
  )
}
