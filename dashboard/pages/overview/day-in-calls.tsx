// The last 24 hours in numbers, each leading to the log.
import { A } from '@solidjs/router'
import { useLogSummary } from '../../data/logs.ts'
import { formatCount } from '../../format/numbers.ts'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { HourChart } from './hour-chart.tsx'

export function DayInCalls() {
  const summary = useLogSummary()
  return (
    <Card
      title="Last 24 hours"
      actions={
        <A href="/logs?kind=call&range=24h" class="text-sm font-medium text-accent underline">
          Open the log
        </A>
      }
    >
      <Loaded query={summary} skeleton={<Skeleton class="h-60 w-full" />}>
        {(found) => (
          <div class="grid gap-x-8 gap-y-4 lg:grid-cols-[auto_minmax(0,1fr)]">
            <dl class="flex flex-wrap gap-x-8 gap-y-3 lg:flex-col">
              <Count name="Calls" count={found().total.calls} dot="bg-accent" />
              <Count name="Errors" count={found().total.errors} dot="bg-bad" />
              <Count name="Refused" count={found().total.refused} dot="bg-warn" />
            </dl>
            <HourChart hours={found().hours} />
          </div>
        )}
      </Loaded>
    </Card>
  )
}

function Count(props: { name: string; count: number; /** As in the bars. */ dot: string }) {
  return (
    <div class="min-w-20">
      <dt class="flex items-center gap-1.5 text-sm text-ink-soft">
        <span aria-hidden="true" class={`size-2 rounded-full ${props.dot}`} />
        {props.name}
      </dt>
      <dd class="text-2xl font-semibold tabular-nums">{formatCount(props.count)}</dd>
    </div>
  )
}
