// Servers where each user has a key of their own, and who has entered one.
import { For, Show } from 'solid-js'
import { A } from '@solidjs/router'
import type { Server } from '../../../schema/api/servers.ts'
import { useUserKeys } from '../../data/access-tokens.ts'
import { Ago } from '../../format/moment.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { needsUser } from './takes-tokens.ts'

export function UserKeysCard(props: { servers: readonly Server[] }) {
  const keyed = () => props.servers.filter(needsUser)
  return (
    <Show when={keyed().length > 0}>
      <Card
        title="Keys of users"
        description="Entered by each user under My connections. The keys themselves are never shown."
      >
        <div class="space-y-3">
          <For each={keyed()}>{(server) => <KeysOfServer server={server} />}</For>
        </div>
      </Card>
    </Show>
  )
}

function KeysOfServer(props: { server: Server }) {
  const keys = useUserKeys(() => props.server.id)
  return (
    <Fold title={props.server.name}>
      <Loaded query={keys} skeleton={<RowsSkeleton rows={1} />}>
        {(found) => (
          <Show
            when={found().keys.length > 0}
            fallback={
              <p class="text-sm text-ink-soft">
                Nobody has entered a key yet. Calls are refused until a user does; see{' '}
                <A href={`/servers/${props.server.id}`} class="text-accent underline">
                  how to connect
                </A>
                .
              </p>
            }
          >
            <DataTable
              label={`Keys of users at ${props.server.name}`}
              rows={found().keys}
              columns={[
                {
                  title: 'User',
                  cell: ({ issuer, subject }) => (
                    <>
                      <div class="font-mono text-[0.8125rem] break-all">{subject}</div>
                      <div class="break-all text-ink-soft">{issuer}</div>
                    </>
                  ),
                },
                { title: 'Entered', cell: ({ createdAt }) => <Ago at={createdAt} /> },
              ]}
            />
          </Show>
        )}
      </Loaded>
    </Fold>
  )
}
