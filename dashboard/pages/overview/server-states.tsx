import { Match, Switch } from 'solid-js'
import { useServers } from '../../data/servers.ts'
import { ServerStatusBadge } from '../../format/server-status.tsx'
import { Card } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageProblem } from '../../ui/page-problem.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'

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
                  cell: ({ status }) => <ServerStatusBadge status={status} />,
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
