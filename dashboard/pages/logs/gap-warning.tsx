import { Show } from 'solid-js'
import { useLogGaps } from '../../data/logs.ts'
import { readyData } from '../../data/ready-data.ts'
import { formatCount } from '../../format/numbers.ts'
import { Notice } from '../../ui/notice.tsx'

/** Says that the log is not complete, where it is not. */
export function GapWarning() {
  const gaps = useLogGaps()
  const lost = () => readyData(gaps)?.lost ?? 0
  return (
    <Show when={lost() > 0}>
      <Notice tone="warn">
        <strong class="font-medium">
          {formatCount(lost())} {lost() === 1 ? 'event was' : 'events were'} lost in the last 24 hours.
        </strong>{' '}
        They are missing from this list, not from what was decided: every call was still checked. Look at the
        Queue of the deployment if the number grows.
      </Notice>
    </Show>
  )
}
