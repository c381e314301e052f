// One bar for each hour, with its errors and refusals in their colours; the same numbers as a table.
import { createMemo, createSignal } from 'solid-js'
import type { LogSummary } from '../../../schema/api/logs.ts'
import { Moment, utcText } from '../../format/moment.tsx'
import { formatCount } from '../../format/numbers.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Fold } from '../../ui/fold.tsx'

export type Hour = LogSummary['hours'][number]

export function HourChart(props: { hours: readonly Hour[] }) {
  const [pointed, setPointed] = createSignal<number>()
  const starts = createMemo(() => props.hours.map(({ at }) => at))
  const layers = createMemo(() => [
    { color: '--color-accent' as const, values: props.hours.map(({ calls }) => calls) },
    { color: '--color-warn' as const, values: props.hours.map(({ errors, refused }) => errors + refused) },
    { color: '--color-bad' as const, values: props.hours.map(({ errors }) => errors) },
  ])
  const most = () => Math.max(0, ...props.hours.map(({ calls }) => calls))
  const words = () =>
    `Calls in each of the last ${props.hours.length} hours; at most ${formatCount(most())} in one hour.`
  const hour = () => props.hours[pointed() ?? -1]
  return (
    <div class="min-w-0">
      <BarChart label={words()} starts={starts()} layers={layers()} onPoint={setPointed} />
      <p aria-hidden="true" class="mb-2 min-h-10 text-sm text-ink-soft tabular-nums sm:min-h-5">
        {textOf(hour())}
      </p>
      <Fold title="Hour by hour">
        <DataTable
          label="Calls, hour by hour"
          isDense
          rows={props.hours.toReversed()}
          columns={[
            { title: 'From', cell: ({ at }) => <Moment at={at} /> },
            { title: 'Calls', isNumber: true, cell: ({ calls }) => formatCount(calls) },
            { title: 'Errors', isNumber: true, cell: ({ errors }) => formatCount(errors) },
            { title: 'Refused', isNumber: true, cell: ({ refused }) => formatCount(refused) },
          ]}
        />
      </Fold>
    </div>
  )
}

function textOf(hour: Hour | undefined): string {
  if (!hour) return 'One bar an hour, in your time zone. Point at one for its numbers.'
  const { at, calls, errors, refused } = hour
  const time = new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
  return `From ${time} (${utcText(at)}): ${formatCount(calls)} calls, ${formatCount(errors)} errors, ${formatCount(refused)} refused`
}
