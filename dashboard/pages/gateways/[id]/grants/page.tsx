// What users allowed clients at this Gateway: seen, filtered, and ended.
import { useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { useGrants, type Grant, type GrantFilter } from '../../../../data/grants.ts'
import { useServers } from '../../../../data/servers.ts'
import { Permitted } from '../../../../session/permitted.tsx'
import { readyData } from '../../../../data/ready-data.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { MoreButton } from '../../../../ui/more-button.tsx'
import { useCurrentGateway } from '../current-gateway.ts'
import { BlockedUsersCard } from './blocked-users-card.tsx'
import { GrantDrawer } from './grant-drawer.tsx'
import { GrantNotLoaded } from './grant-not-loaded.tsx'
import { GrantFilters, grantFilterOf, type GrantQuery } from './grant-filters.tsx'
import { GrantTable } from './grant-table.tsx'
import { RevokeDialog, type Ending } from './revoke-dialog.tsx'

export default function GatewayGrantsPage() {
  const gateway = useCurrentGateway()
  const { may } = useSession()
  const [query, setQuery] = useSearchParams<GrantQuery>()
  const filter = (): GrantFilter => ({ gatewayId: gateway().id, ...grantFilterOf(query) })
  const grants = useGrants(filter, () => may('grants.read'))
  const servers = useServers(() => may('servers.read'))
  const nameOf = (serverId: string) =>
    readyData(servers)?.servers.find(({ id }) => id === serverId)?.name ?? serverId
  const [ending, setEnding] = createSignal<Ending>()
  const all = (): Grant[] => (readyData(grants)?.pages ?? []).flatMap((page) => page.grants)
  const opened = () => all().find(({ id }) => id === query.grant)
  const missing = () => (opened() || !readyData(grants) || grants.isPlaceholderData ? undefined : query.grant)
  const isFiltered = () => Object.keys(grantFilterOf(query)).length > 0
  return (
    <Permitted permission="grants.read" title="Grants">
      <div class="space-y-6">
        <GrantFilters
          query={query}
          servers={readyData(servers)?.servers ?? []}
          gatewayId={gateway().id}
          onChange={(change) => setQuery({ ...change, grant: undefined })}
        />
        <Show when={missing()}>
          {(grantId) => (
            <GrantNotLoaded
              grantId={grantId()}
              isFiltered={isFiltered()}
              query={grants}
              onClear={() => setQuery({ grant: undefined })}
            />
          )}
        </Show>
        <Card
          title="Grants"
          description="One for each sign-in of a user with a client. Newest first."
          actions={
            may('grants.revoke') && (
              <Button tone="danger" onClick={() => setEnding({ kind: 'all' })}>
                End every grant
              </Button>
            )
          }
          flush
        >
          <Loaded query={grants}>
            {() => (
              <Show
                when={all().length > 0}
                fallback={
                  <EmptyState
                    title={isFiltered() ? 'No grant matches these filters' : 'Nobody has signed in yet'}
                  >
                    {isFiltered()
                      ? 'Clear a filter to see more.'
                      : 'A grant appears when a user signs in with a client such as Claude, at the public URL of an attached server.'}
                  </EmptyState>
                }
              >
                <GrantTable grants={all()} serverName={nameOf} onOpen={({ id }) => setQuery({ grant: id })} />
                <MoreButton query={grants} />
              </Show>
            )}
          </Loaded>
        </Card>
        <BlockedUsersCard gatewayId={gateway().id} />
      </div>
      <GrantDrawer
        grant={opened()}
        serverName={nameOf}
        onClose={() => setQuery({ grant: undefined })}
        onEnd={setEnding}
      />
      <RevokeDialog gateway={gateway()} ending={ending()} onClose={() => setEnding(undefined)} />
    </Permitted>
  )
}
