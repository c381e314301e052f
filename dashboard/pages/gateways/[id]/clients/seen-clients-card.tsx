// Every client that users have signed in with, however it is registered.
import { createMemo, createSignal, Show } from 'solid-js'
import { A } from '@solidjs/router'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useBlockedClients, useClients } from '../../../../data/clients.ts'
import { useGrants } from '../../../../data/grants.ts'
import { Ago } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { useSession } from '../../../../session/session.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { MoreButton } from '../../../../ui/more-button.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { RevokeDialog, type Ending } from '../grants/revoke-dialog.tsx'
import { seenClients, type SeenClient } from './seen-clients.ts'

const KINDS: Readonly<Record<SeenClient['kind'], string>> = {
  document: 'Client metadata document',
  preregistered: 'Preregistered',
  dynamic: 'Registered itself',
  limen: 'Limen itself',
}

export function SeenClientsCard(props: { gateway: Gateway }) {
  const { may } = useSession()
  const grants = useGrants(
    () => ({ gatewayId: props.gateway.id }),
    () => may('grants.read'),
  )
  const clients = useClients(() => props.gateway.id)
  const blocked = useBlockedClients(() => props.gateway.id)
  const [ending, setEnding] = createSignal<Ending>()
  const seen = createMemo(() => {
    const known = readyData(clients)?.clients ?? []
    const all = (readyData(grants)?.pages ?? []).flatMap((page) => page.grants)
    return seenClients(all, new Set(known.map(({ id }) => id)))
  })
  const isBlocked = (clientId: string) =>
    readyData(blocked)?.clients.some((one) => one.clientId === clientId) === true
  return (
    <Show when={may('grants.read')}>
      <Card
        title="Clients that users signed in with"
        description={`From the grants of this Gateway, whether they registered themselves or not.${
          grants.hasNextPage ? ' Counted are the grants loaded so far; there are more.' : ''
        }`}
        flush
      >
        <Loaded query={grants} skeleton={<RowsSkeleton rows={3} />}>
          {() => (
            <Show
              when={seen().length > 0}
              fallback={
                <p class="px-4 py-3 text-ink-soft">None yet. A client appears with its first sign-in.</p>
              }
            >
              <DataTable
                label="Clients that users signed in with"
                rows={seen()}
                columns={[
                  {
                    title: 'Client',
                    cell: ({ name, clientId }) => (
                      <div class="max-w-72">
                        <div class="font-medium break-words">{visibleText(name)}</div>
                        <div class="truncate font-mono text-xs text-ink-soft" title={visibleText(clientId)}>
                          {visibleText(clientId)}
                        </div>
                      </div>
                    ),
                  },
                  {
                    title: 'Known by',
                    cell: ({ kind, clientId }) => (
                      <>
                        {KINDS[kind]}{' '}
                        <Show when={isBlocked(clientId)}>
                          <Badge tone="bad">Blocked</Badge>
                        </Show>
                      </>
                    ),
                  },
                  { title: 'Users', isNumber: true, cell: ({ users }) => users },
                  {
                    title: 'Active grants',
                    isNumber: true,
                    cell: ({ activeGrants, clientId, name }) => (
                      <A
                        href={`/gateways/${props.gateway.id}/grants?${new URLSearchParams({ client: clientId, state: 'active' })}`}
                        class="underline"
                        aria-label={`${activeGrants} active grants of ${visibleText(name)}`}
                      >
                        {activeGrants}
                      </A>
                    ),
                  },
                  {
                    title: 'Last used',
                    isExtra: true,
                    cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'Never' : <Ago at={lastUsedAt} />),
                  },
                  {
                    title: 'Actions',
                    cell: ({ clientId, name, kind }) =>
                      may('clients.manage') &&
                      kind !== 'limen' &&
                      !isBlocked(clientId) && (
                        <Button
                          tone="quiet"
                          aria-label={`Block ${visibleText(name)}`}
                          onClick={() => setEnding({ kind: 'block_client', clientId, name })}
                        >
                          Block
                        </Button>
                      ),
                  },
                ]}
              />
              <MoreButton query={grants} />
            </Show>
          )}
        </Loaded>
        <p class="border-t border-line px-4 py-3 text-sm text-ink-soft">
          A client that registered itself and was never signed in with is not listed, and can do nothing yet.
          To refuse it, block it by the id that{' '}
          <Show when={may('logs.read')} fallback="the log">
            <A
              href={`/logs?${new URLSearchParams({ gatewayId: props.gateway.id, kind: 'authorization', range: 'all' })}`}
              class="text-accent underline"
            >
              the log
            </A>
          </Show>{' '}
          has for its step “register”.
        </p>
        <RevokeDialog gateway={props.gateway} ending={ending()} onClose={() => setEnding(undefined)} />
      </Card>
    </Show>
  )
}
