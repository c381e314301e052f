import { For, Match, Switch } from 'solid-js'
import { useAlerts } from '../../data/alerts.ts'
import { Ago } from '../../format/moment.tsx'
import { formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { PageProblem } from '../../ui/page-problem.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'

export function Attention() {
  const alerts = useAlerts(() => true)
  return (
    <Card title="Needs attention" flush>
      <Switch fallback={<RowsSkeleton rows={2} />}>
        <Match when={alerts.error}>
          {(error) => <PageProblem error={error()} onRetry={() => void alerts.refetch()} />}
        </Match>
        <Match when={alerts.data?.alerts.length === 0}>
          <p class="px-4 py-3 text-ink-soft">
            Nothing. Every runtime and authorization server answered as it should.
          </p>
        </Match>
        <Match when={alerts.data}>
          {(found) => (
            <ul class="divide-y divide-line">
              <For each={found().alerts}>
                {(alert) => (
                  <li class="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3">
                    <Badge tone="warn">{alert.kind.replaceAll('_', ' ')}</Badge>
                    <span class="min-w-0 flex-1 basis-64">{alert.message}</span>
                    <span class="text-sm text-ink-soft">
                      {formatCount(alert.count)} ×, <Ago at={alert.lastAt} />
                    </span>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
    </Card>
  )
}
