// Every Gateway with its state.
import { A } from '@solidjs/router'
import { useGateways } from '../../data/gateways.ts'
import { GatewayStateBadge } from '../../format/gateway-state.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Permitted } from '../../session/permitted.tsx'
import { useSession } from '../../session/session.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export default function GatewaysPage() {
  const gateways = useGateways()
  const { may } = useSession()
  const make = () =>
    may('gateways.write') && (
      <A href="/gateways/new" class={buttonClass('primary')}>
        New Gateway
      </A>
    )
  return (
    <Permitted permission="gateways.read" title="Gateways">
      <PageHeader
        title="Gateways"
        description="The sign-in of your users at an authorization server. Servers whose users sign in share one."
        actions={make()}
      />
      <Card flush>
        <Loaded query={gateways}>
          {(found) => (
            <>
              {found().gateways.length === 0 ? (
                <EmptyState title="No Gateway yet" action={make()}>
                  A Gateway lets users sign in at your authorization server, and keeps what they allowed. One
                  is enough for all servers with the same authorization server and API; servers without user
                  sign-in need none.
                </EmptyState>
              ) : (
                <DataTable
                  label="Gateways"
                  rows={found().gateways}
                  columns={[
                    {
                      title: 'Name',
                      cell: ({ id, name, description }) => (
                        <div class="max-w-80">
                          <A href={`/gateways/${id}`} class="font-medium break-words text-accent underline">
                            {visibleText(name)}
                          </A>
                          <div class="truncate text-ink-soft" title={visibleText(description)}>
                            {visibleText(description)}
                          </div>
                        </div>
                      ),
                    },
                    {
                      title: 'State',
                      cell: ({ state, stateReason }) => (
                        <div class="max-w-72">
                          <GatewayStateBadge state={state} />
                          {stateReason && <div class="mt-1 text-ink-soft">{visibleText(stateReason)}</div>}
                        </div>
                      ),
                    },
                    {
                      title: 'Authorization server',
                      isExtra: true,
                      cell: ({ authorizationServerUrl }) => (
                        <span class="break-all">{visibleText(authorizationServerUrl)}</span>
                      ),
                    },
                    {
                      title: 'Servers',
                      isNumber: true,
                      cell: ({ id, attachmentCount }) => (
                        <A href={`/gateways/${id}/servers`} class="underline">
                          {attachmentCount}
                        </A>
                      ),
                    },
                  ]}
                />
              )}
            </>
          )}
        </Loaded>
      </Card>
    </Permitted>
  )
}
