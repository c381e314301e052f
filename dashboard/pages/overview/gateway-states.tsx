// Every Gateway with the state of its authorization server.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Gateway } from '../../../schema/api/gateways.ts'
import { useAlerts } from '../../data/alerts.ts'
import { useGateways } from '../../data/gateways.ts'
import { readyData } from '../../data/ready-data.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { gatewayWords } from './matters.ts'

export function GatewayStates() {
  const { may } = useSession()
  const gateways = useGateways()
  const alerts = useAlerts(() => may('logs.read'))
  const wordsOf = (gateway: Gateway) => gatewayWords(gateway, readyData(alerts)?.alerts ?? [])
  return (
    <Card
      title="Authorization servers"
      flush
      actions={
        <A href="/gateways" class="text-sm font-medium text-accent underline">
          All Gateways
        </A>
      }
    >
      <Loaded query={gateways} skeleton={<RowsSkeleton rows={2} />}>
        {(found) => (
          <Show
            when={found().gateways.length > 0}
            fallback={
              <EmptyState
                title="No Gateway yet"
                action={
                  <Show when={may('gateways.write')}>
                    <A href="/gateways/new" class={buttonClass()}>
                      Create Gateway
                    </A>
                  </Show>
                }
              >
                Servers whose users sign in need one.
              </EmptyState>
            }
          >
            <DataTable
              label="Authorization servers, list"
              rows={found().gateways}
              columns={[
                {
                  title: 'Gateway',
                  cell: ({ id, name }) => (
                    <A
                      href={`/gateways/${id}`}
                      class="block max-w-64 min-w-28 truncate font-medium hover:underline"
                      title={visibleText(name)}
                    >
                      {visibleText(name)}
                    </A>
                  ),
                },
                {
                  title: 'State',
                  cell: (gateway) => (
                    <div class="max-w-96">
                      <Badge tone={wordsOf(gateway).tone}>{wordsOf(gateway).label}</Badge>
                      <Show when={gateway.stateReason}>
                        <div class="mt-1 break-words text-ink-soft">
                          {visibleText(gateway.stateReason ?? '')}
                        </div>
                      </Show>
                    </div>
                  ),
                },
                {
                  title: 'Authorization server',
                  isExtra: true,
                  cell: ({ authorizationServerUrl }) => (
                    <code class="font-mono text-[0.8125rem] break-all">
                      {visibleText(authorizationServerUrl)}
                    </code>
                  ),
                },
                {
                  title: 'Servers',
                  isNumber: true,
                  cell: ({ id, attachmentCount }) => (
                    <A href={`/gateways/${id}/servers`} class="hover:underline">
                      {attachmentCount}
                    </A>
                  ),
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
    </Card>
  )
}
