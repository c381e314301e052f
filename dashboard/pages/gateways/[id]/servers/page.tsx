// The servers attached to this Gateway, with the part of its scopes that each has.
import { A, useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { useServers } from '../../../../data/servers.ts'
import { ServerStatusBadge } from '../../../../format/server-status.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { Permitted } from '../../../../session/permitted.tsx'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { useCurrentGateway } from '../current-gateway.ts'
import { AttachDialog } from './attach-dialog.tsx'

export default function GatewayServersPage() {
  const gateway = useCurrentGateway()
  const servers = useServers()
  const { may } = useSession()
  const [query, setQuery] = useSearchParams<{ attach?: string }>()
  const attach = () =>
    may('gateways.attach') && (
      <Button tone="primary" onClick={() => setQuery({ attach: 'true' })}>
        Attach a server
      </Button>
    )
  return (
    <Permitted permission="servers.read" title="Servers">
      <Card
        title="Attached servers"
        description="They share this sign-in and its callback URL; only the scopes differ."
        actions={attach()}
        flush
      >
        <Loaded query={servers}>
          {(found) => {
            const attached = () =>
              found().servers.filter(({ attachment }) => attachment?.gatewayId === gateway().id)
            return (
              <>
                <Show
                  when={attached().length > 0}
                  fallback={
                    <EmptyState title="No server uses this Gateway yet">
                      Attach one, and its users sign in at {visibleText(gateway().authorizationServerUrl)}.
                    </EmptyState>
                  }
                >
                  <DataTable
                    label="Attached servers"
                    rows={attached()}
                    columns={[
                      {
                        title: 'Name',
                        cell: ({ id, name }) => (
                          <A href={`/servers/${id}`} class="font-medium break-words text-accent underline">
                            {visibleText(name)}
                          </A>
                        ),
                      },
                      { title: 'Status', cell: ({ status }) => <ServerStatusBadge status={status} /> },
                      {
                        title: 'Scopes',
                        cell: ({ attachment }) => (
                          <Show
                            when={attachment?.scopes}
                            fallback={<span class="text-ink-soft">All of the Gateway</span>}
                          >
                            {(scopes) => (
                              <span class="flex min-w-32 flex-wrap gap-1">
                                <For each={scopes()}>
                                  {(scope) => (
                                    <code class="rounded bg-sunken px-1.5 font-mono text-[0.8125rem] break-words">
                                      {visibleText(scope)}
                                    </code>
                                  )}
                                </For>
                              </span>
                            )}
                          </Show>
                        ),
                      },
                      {
                        title: 'Custom host',
                        isExtra: true,
                        cell: ({ attachment }) => attachment?.customHost ?? '',
                      },
                      {
                        title: 'Actions',
                        cell: ({ id, name }) => (
                          <A
                            href={`/servers/${id}/gateway`}
                            class="whitespace-nowrap underline"
                            aria-label={`Change the attachment of ${visibleText(name)}`}
                          >
                            Change
                          </A>
                        ),
                      },
                    ]}
                  />
                </Show>
                <AttachDialog
                  gateway={gateway()}
                  servers={found().servers}
                  chosenId={query.attach}
                  isOpen={query.attach !== undefined && may('gateways.attach')}
                  onClose={() => setQuery({ attach: undefined })}
                />
              </>
            )
          }}
        </Loaded>
      </Card>
    </Permitted>
  )
}
