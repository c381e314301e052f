// Where the time of a call went: in the runtime, and in Limen itself.
import { Show } from 'solid-js'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { formatMs } from '../../format/numbers.ts'

export function DurationBar(props: { event: Pick<LogEvent, 'totalMs' | 'runtimeMs' | 'ownMs'> }) {
  const total = () => props.event.totalMs ?? 0
  const runtime = () => props.event.runtimeMs ?? 0
  const own = () => props.event.ownMs ?? Math.max(0, total() - runtime())
  const share = () => (total() > 0 ? Math.min(100, (runtime() / total()) * 100) : 0)
  return (
    <Show when={props.event.totalMs !== null} fallback={<span class="text-ink-soft">Not known</span>}>
      <div>
        <div class="font-medium tabular-nums">{formatMs(total())} in total</div>
        <svg
          class="my-1.5 h-2 w-full overflow-hidden rounded-full"
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          role="img"
          aria-label={`${formatMs(runtime())} in the runtime, ${formatMs(own())} in Limen`}
        >
          <rect width="100" height="4" class="fill-line-strong" />
          <rect width={share()} height="4" class="fill-accent" />
        </svg>
        <div class="flex flex-wrap gap-x-4 text-sm text-ink-soft tabular-nums">
          <span>
            <span aria-hidden="true" class="mr-1.5 inline-block size-2 rounded-full bg-accent" />
            Runtime {formatMs(runtime())}
          </span>
          <span>
            <span aria-hidden="true" class="mr-1.5 inline-block size-2 rounded-full bg-line-strong" />
            Limen {formatMs(own())}
          </span>
        </div>
      </div>
    </Show>
  )
}
