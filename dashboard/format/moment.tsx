/** For a text that cannot hold a `<time>`. */
export function utcText(at: number): string {
  return `${new Date(at).toISOString().replace('T', ' ').slice(0, 19)} UTC`
}

// A point in time: in the viewer's zone, in UTC on hover and for machines.
export function Moment(props: { at: number; withSeconds?: boolean }) {
  const date = () => new Date(props.at)
  return (
    <time dateTime={date().toISOString()} title={utcText(props.at)}>
      {date().toLocaleString(undefined, {
        dateStyle: 'medium',
        timeStyle: props.withSeconds ? 'medium' : 'short',
      })}
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
