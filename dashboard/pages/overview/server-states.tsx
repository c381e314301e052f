// Every server with its status and its day.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Server } from '../../../schema/api/servers.ts'
import { useLogSummary } from '../../data/logs.ts'
import { readyData } from '../../data/ready-data.ts'
import { useServers } from '../../data/servers.ts'
import { ServerStatusBadge } from '../../format/server-status.tsx'
import { formatCount } from '../../format/numbers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'

export function ServerStates() {
  const { may } = useSession()
  const servers = useServers()
  const summary = useLogSummary(() => may('logs.read'))
  const dayOf = (id: string) => readyData(summary)?.servers.find(({ serverId }) => serverId === id)
  const countOf = (id: string, field: 'calls' | 'errors' | 'refused') =>
    readyData(summary) ? formatCount(dayOf(id)?.[field] ?? 0) : '…'
  const counts = (): Column<Server>[] =>
    may('logs.read')
      ? [
          {
            title: 'Calls, 24 h',
            isNumber: true,
            cell: ({ id }) => (
              <A href={`/servers/${id}/logs`} class="hover:underline">
                {countOf(id, 'calls')}
              </A>
            ),
          },
          {
            title: 'Errors',
            isNumber: true,
            cell: ({ id }) => (
              <span class={(dayOf(id)?.errors ?? 0) > 0 ? 'text-bad' : ''}>{countOf(id, 'errors')}</span>
            ),
          },
          { title: 'Refused', isNumber: true, isExtra: true, cell: ({ id }) => countOf(id, 'refused') },
        ]
      : []
  return (
    <Card
      title="Servers"
      flush
      actions={
        <A href="/servers" class="text-sm font-medium text-accent underline">
          All servers
        </A>
      }
    >
      <Loaded query={servers} skeleton={<RowsSkeleton rows={3} />}>
        {(found) => (
          <Show
            when={found().servers.length > 0}
            fallback={
              <EmptyState
                title="No server yet"
                action={
                  <Show when={may('servers.create')}>
                    <A href="/servers/new" class={buttonClass()}>
                      Add server
                    </A>
                  </Show>
                }
              >
                Each server stands behind a public URL of its own.
              </EmptyState>
            }
          >
            <DataTable
              label="Servers, list"
              rows={found().servers}
              columns={[
                {
                  title: 'Name',
                  cell: ({ id, name }) => (
                    <A
                      href={`/servers/${id}`}
                      class="block max-w-64 min-w-28 truncate font-medium hover:underline"
                      title={visibleText(name)}
                    >
                      {visibleText(name)}
                    </A>
                  ),
                },
                { title: 'Status', cell: ({ status }) => <ServerStatusBadge status={status} /> },
                ...counts(),
                {
                  title: 'Public MCP URL',
                  isExtra: true,
                  cell: ({ name, mcpUrl }) => (
                    <span class="-my-1.5 flex items-center justify-between gap-1">
                      <code
                        class="block max-w-64 truncate font-mono text-[0.8125rem]"
                        title={visibleText(mcpUrl)}
                      >
                        {visibleText(mcpUrl)}
                      </code>
                      <CopyButton tone="quiet" text={mcpUrl} label={`URL of ${name}`} />
                    </span>
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
