// One bar for each hour, with its errors and refusals in their colours. Small enough to need no library.
import { For } from 'solid-js'
import type { LogSummary } from '../../../schema/api/logs.ts'
import { utcText } from '../../format/moment.tsx'
import { formatCount } from '../../format/numbers.ts'

const HEIGHT = 64
const STEP = 12
const BAR = 9

type Hour = LogSummary['hours'][number]

export function HourBars(props: { hours: readonly Hour[] }) {
  const most = () => Math.max(1, ...props.hours.map(({ calls }) => calls))
  const heightOf = (count: number) => (count * HEIGHT) / most()
  const words = () =>
    `Calls in each of the last ${props.hours.length} hours; at most ${formatCount(most())} in one hour.`
  return (
    <svg
      role="img"
      aria-label={words()}
      viewBox={`0 0 ${props.hours.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      class="h-16 w-full max-w-xl justify-self-end border-b border-line"
    >
      <For each={props.hours}>
        {(hour, index) => (
          <g>
            <title>{titleOf(hour)}</title>
            <Bar x={index() * STEP} from={0} to={heightOf(hour.calls)} class="fill-accent" />
            <Bar x={index() * STEP} from={0} to={heightOf(hour.errors + hour.refused)} class="fill-warn" />
            <Bar x={index() * STEP} from={0} to={heightOf(hour.errors)} class="fill-bad" />
          </g>
        )}
      </For>
    </svg>
  )
}

function Bar(props: { x: number; from: number; to: number; class: string }) {
  return (
    <rect x={props.x} y={HEIGHT - props.to} width={BAR} height={props.to - props.from} class={props.class} />
  )
}

function titleOf({ at, calls, errors, refused }: Hour): string {
  const time = new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
  return `From ${time} (${utcText(at)}): ${formatCount(calls)} calls, ${formatCount(errors)} errors, ${formatCount(refused)} refused`
}
