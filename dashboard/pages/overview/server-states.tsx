import { Match, Switch } from 'solid-js'
import type { Server } from '../../../schema/api/servers.ts'
import { useServers } from '../../data/servers.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageProblem } from '../../ui/page-problem.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'

/** The words of product.md §3. */
const STATUS: Readonly<Record<Server['status'], { label: string; tone: Tone }>> = {
  serving: { label: 'Serving', tone: 'ok' },
  awaiting_connection: { label: 'Awaiting connection', tone: 'neutral' },
  no_tools_found: { label: 'No tools found', tone: 'warn' },
  unreachable: { label: 'Unreachable', tone: 'bad' },
  paused: { label: 'Paused', tone: 'warn' },
  needs_gateway: { label: 'Needs a Gateway', tone: 'warn' },
  disabled: { label: 'Disabled', tone: 'neutral' },
}

export function ServerStates() {
  const servers = useServers()
  return (
    <Card title="Servers" flush>
      <Switch fallback={<RowsSkeleton rows={3} />}>
        <Match when={servers.error}>
          {(error) => <PageProblem error={error()} onRetry={() => void servers.refetch()} />}
        </Match>
        <Match when={servers.data?.servers.length === 0}>
          <EmptyState title="No server yet">
            Create one with <code class="font-mono">POST /api/v1/servers</code>, or from the library with{' '}
            <code class="font-mono">POST /api/v1/library/…/install</code>.
          </EmptyState>
        </Match>
        <Match when={servers.data}>
          {(found) => (
            <DataTable
              label="Servers"
              rows={found().servers}
              columns={[
                { title: 'Name', cell: ({ name }) => <span class="font-medium break-words">{name}</span> },
                {
                  title: 'Status',
                  cell: ({ status }) => <Badge tone={STATUS[status].tone}>{STATUS[status].label}</Badge>,
                },
                { title: 'Auth mode', isExtra: true, cell: ({ authMode }) => authMode.replace('_', ' ') },
                {
                  title: 'Public MCP URL',
                  isExtra: true,
                  cell: ({ mcpUrl }) => <code class="font-mono text-[0.8125rem] break-all">{mcpUrl}</code>,
                },
                {
                  title: '',
                  cell: ({ name, mcpUrl }) => (
                    <CopyButton tone="quiet" text={mcpUrl} label={`URL of ${name}`} />
                  ),
                },
              ]}
            />
          )}
        </Match>
      </Switch>
    </Card>
  )
}
