// What somebody should look at, each with the way to where it is mended.
import { A } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import { useAlerts } from '../../data/alerts.ts'
import { useGateways } from '../../data/gateways.ts'
import { readyData } from '../../data/ready-data.ts'
import { useServers } from '../../data/servers.ts'
import { Ago } from '../../format/moment.tsx'
import { formatCount } from '../../format/numbers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { mattersOf } from './matters.ts'

export function Attention() {
  const { may } = useSession()
  const servers = useServers()
  const gateways = useGateways(() => may('gateways.read'))
  const alerts = useAlerts(() => may('logs.read'))
  const matters = createMemo(() =>
    mattersOf(
      readyData(alerts)?.alerts ?? [],
      readyData(servers)?.servers ?? [],
      readyData(gateways)?.gateways ?? [],
    ),
  )
  const List = () => (
    <Show
      when={matters().length > 0}
      fallback={
        <p class="px-4 py-3 text-ink-soft">
          {may('logs.read')
            ? 'Nothing. Every runtime and authorization server answered as it should.'
            : 'No server says so. What runtimes and authorization servers answered is shown to those who may read the logs.'}
        </p>
      }
    >
      <ul class="divide-y divide-line">
        <For each={matters()}>
          {(matter) => (
            <li class="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3">
              <Badge tone={matter.tone}>{matter.label}</Badge>
              <span class="min-w-0 flex-1 basis-64">
                <Show when={matter.subject}>
                  <span class="font-medium break-words">{visibleText(matter.subject ?? '')}: </span>
                </Show>
                <span class="break-words">{visibleText(matter.message)}</span>
              </span>
              <Show when={matter.lastAt}>
                {(at) => (
                  <span class="text-sm text-ink-soft">
                    {formatCount(matter.count)} ×, <Ago at={at()} />
                  </span>
                )}
              </Show>
              <Show when={matter.link}>
                {(link) => (
                  <A href={link().href} class="text-sm font-medium text-accent underline">
                    {link().label}
                  </A>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
  return (
    <Card title="Needs attention" flush>
      <Loaded query={servers} skeleton={<RowsSkeleton rows={2} />}>
        {() => (
          <Show when={may('logs.read')} fallback={<List />}>
            <Loaded query={alerts} skeleton={<RowsSkeleton rows={2} />}>
              {() => <List />}
            </Loaded>
          </Show>
        )}
      </Loaded>
    </Card>
  )
}
