// Live or not, and what came meanwhile.
import { Show } from 'solid-js'
import { formatCount } from '../../format/numbers.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { createLiveTail } from './live-tail.ts'
import type { LogQueryState } from './log-query.ts'

export function LiveBar(props: {
  query: LogQueryState
  tail: ReturnType<typeof createLiveTail>
  isBusy: boolean
  onRefresh: () => void
}) {
  const showNew = () => {
    window.scrollTo({ top: 0 })
    if (props.tail.hasMissed()) props.onRefresh()
    else props.tail.take()
  }
  const count = () => props.tail.waitingCount()
  return (
    <div class="sticky top-0 z-10 flex flex-wrap items-center gap-3 bg-canvas py-1">
      <Switch label="Live tail" isOn={props.query.isLive()} onChange={props.query.setLive} />
      <span role="status" class="text-sm text-ink-soft">
        <Show when={props.query.isLive()}>
          {props.tail.error()
            ? `The live tail was interrupted: ${props.tail.error()} It is tried again.`
            : 'New events appear here; the tail rests while this tab is hidden.'}
        </Show>
      </span>
      <div class="ml-auto flex gap-2">
        <div role="status">
          <Show when={count() > 0 || props.tail.hasMissed()}>
            <Button tone="primary" onClick={showNew}>
              {props.tail.hasMissed()
                ? 'Many new events: show the newest'
                : `Show ${formatCount(count())} new ${count() === 1 ? 'event' : 'events'}`}
            </Button>
          </Show>
        </div>
        <Button isBusy={props.isBusy && !props.query.isLive()} onClick={props.onRefresh}>
          Refresh
        </Button>
      </div>
    </div>
  )
}
