import { Match, Switch } from 'solid-js'
import { useGateways } from '../../data/gateways.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageProblem } from '../../ui/page-problem.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'

export function GatewayStates() {
  const gateways = useGateways()
  return (
    <Card title="Gateways" flush>
      <Switch fallback={<RowsSkeleton rows={2} />}>
        <Match when={gateways.error}>
          {(error) => <PageProblem error={error()} onRetry={() => void gateways.refetch()} />}
        </Match>
        <Match when={gateways.data?.gateways.length === 0}>
          <EmptyState title="No Gateway yet">
            Servers whose users sign in need one. Create it with{' '}
            <code class="font-mono">POST /api/v1/gateways</code>.
          </EmptyState>
        </Match>
        <Match when={gateways.data}>
          {(found) => (
            <DataTable
              label="Gateways"
              rows={found().gateways}
              columns={[
                { title: 'Name', cell: ({ name }) => <span class="font-medium break-words">{name}</span> },
                {
                  title: 'State',
                  cell: ({ state, stateReason }) => (
                    <>
                      <Badge tone={state === 'ready' ? 'ok' : 'warn'}>
                        {state === 'ready' ? 'Ready' : 'Needs review'}
                      </Badge>
                      {stateReason && <div class="mt-1 text-ink-soft">{stateReason}</div>}
                    </>
                  ),
                },
                {
                  title: 'Authorization server',
                  isExtra: true,
                  cell: ({ authorizationServerUrl }) => (
                    <span class="break-all">{authorizationServerUrl}</span>
                  ),
                },
                { title: 'Servers', isNumber: true, cell: ({ attachmentCount }) => attachmentCount },
              ]}
            />
          )}
        </Match>
      </Switch>
    </Card>
  )
}
