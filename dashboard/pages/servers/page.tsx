// Every server of the deployment, with how it is; filters stand in the URL.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { useServers } from '../../data/servers.ts'
import { Permitted } from '../../session/permitted.tsx'
import { useSession } from '../../session/session.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { FilteredServers } from './filtered-servers.tsx'

export default function ServersPage() {
  const servers = useServers()
  const { may } = useSession()
  const AddServer = () => (
    <Show when={may('servers.create')}>
      <A href="/servers/new" class={buttonClass('primary')}>
        Add server
      </A>
    </Show>
  )
  return (
    <Permitted permission="servers.read" title="Servers">
      <PageHeader
        title="Servers"
        description="Your MCP servers, each behind a public URL of its own."
        actions={<AddServer />}
      />
      <Loaded query={servers}>
        {(found) => (
          <Show
            when={found().servers.length > 0}
            fallback={
              <Card>
                <EmptyState
                  title="No server yet"
                  action={
                    <>
                      <AddServer />
                      <A href="/library" class={buttonClass()}>
                        Choose from the library
                      </A>
                    </>
                  }
                >
                  Add your own by the URL of its runtime, or choose one that others published.
                </EmptyState>
              </Card>
            }
          >
            <FilteredServers servers={found().servers} />
          </Show>
        )}
      </Loaded>
    </Permitted>
  )
}
