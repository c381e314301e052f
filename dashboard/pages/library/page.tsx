// The catalogue of servers: found, installed in one step or set up, or asked for.
import { A, useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { useLibrary } from '../../data/library.ts'
import { readyData } from '../../data/ready-data.ts'
import { Permitted } from '../../session/permitted.tsx'
import { useSession } from '../../session/session.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { EntryCard } from './entry-card.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { libraryFilterOf, LibraryFilters, type LibraryQuery } from './library-filters.tsx'
import { SetupDialog } from './setup-dialog.tsx'

export default function LibraryPage() {
  const { may } = useSession()
  const [query, setQuery] = useSearchParams<LibraryQuery>()
  const library = useLibrary(() => libraryFilterOf(query))
  const pages = () => readyData(library)?.pages ?? []
  const entries = () => pages().flatMap((page) => page.entries)
  const nameOf = (entryId: string | undefined) => entries().find(({ id }) => id === entryId)?.name
  const close = () => setQuery({ setup: undefined, ask: undefined, import: undefined, gateway: undefined })
  return (
    <Permitted permission="servers.read" title="Library">
      <PageHeader
        title="Library"
        description="Public MCP servers of their publishers, ready to be put behind Limen."
        actions={
          <>
            <Show when={may('library.install') || may('library.request')}>
              <A href="/library/requests" class={buttonClass('plain')}>
                {may('library.install') ? 'Requests' : 'My requests'}
              </A>
            </Show>
            <Show when={may('servers.create')}>
              <Button onClick={() => setQuery({ import: 'true' })}>Import server.json</Button>
            </Show>
          </>
        }
      />
      <LibraryFilters query={query} tags={pages()[0]?.tags ?? []} onChange={setQuery} />
      <p role="status" class="my-3 text-sm text-ink-soft">
        {library.isPending ? 'Loading' : countOf(pages()[0]?.total ?? 0)}
      </p>
      <Loaded query={library}>
        {() => (
          <Show
            when={entries().length > 0}
            fallback={
              <EmptyState title="Nothing matches">
                Search for fewer words
                <Show when={may('servers.create')}>
                  , or add any server by its URL under{' '}
                  <A href="/servers/new" class="text-accent underline">
                    Servers
                  </A>
                </Show>
                .
              </EmptyState>
            }
          >
            <ul class="grid grid-cols-[repeat(auto-fill,minmax(min(100%,19rem),1fr))] gap-4">
              <For each={entries()}>
                {(entry) => (
                  <li class="flex">
                    <EntryCard
                      entry={entry}
                      onSetUp={() => setQuery({ setup: entry.id })}
                      onAsk={() => setQuery({ ask: entry.id })}
                    />
                  </li>
                )}
              </For>
            </ul>
            <MoreButton query={library} />
          </Show>
        )}
      </Loaded>
      <SetupDialog
        entryId={may('library.install') ? query.setup : undefined}
        name={nameOf(query.setup)}
        gatewayId={query.gateway}
        onClose={close}
      />
      <AskDialog
        entryId={may('library.request') ? query.ask : undefined}
        name={nameOf(query.ask)}
        onClose={close}
      />
      <ImportDialog isOpen={query.import !== undefined && may('servers.create')} onClose={close} />
    </Permitted>
  )
}

function countOf(total: number): string {
  return total === 1 ? '1 server' : `${total} servers`
}
