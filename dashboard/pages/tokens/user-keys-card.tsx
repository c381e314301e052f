// Servers where each user has a key of their own, and who has entered one.
import { For, Show } from 'solid-js'
import { A } from '@solidjs/router'
import type { Server } from '../../../schema/api/servers.ts'
import { useUserKeys } from '../../data/access-tokens.ts'
import { readyData } from '../../data/ready-data.ts'
import { Ago } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Fold } from '../../ui/fold.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
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
  const query = useUserKeys(() => props.server.id)
  const keys = () => (readyData(query)?.pages ?? []).flatMap((page) => page.keys)
  return (
    <Fold title={props.server.name}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={1} />}>
        {() => (
          <Show
            when={keys().length > 0}
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
              rows={keys()}
              columns={[
                {
                  title: 'User',
                  cell: ({ issuer, subject }) => (
                    <>
                      <div class="font-mono text-[0.8125rem] break-all">{visibleText(subject)}</div>
                      <div class="break-all text-ink-soft">{visibleText(issuer)}</div>
                    </>
                  ),
                },
                { title: 'Entered', cell: ({ createdAt }) => <Ago at={createdAt} /> },
              ]}
            />
            <MoreButton query={query} />
          </Show>
        )}
      </Loaded>
    </Fold>
  )
}
