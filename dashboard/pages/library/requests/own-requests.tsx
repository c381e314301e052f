// What one asked for oneself, and what became of it.
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { useOwnRequests } from '../../../data/library-requests.ts'
import { readyData } from '../../../data/ready-data.ts'
import { Ago } from '../../../format/moment.tsx'
import { visibleText } from '../../../format/visible-text.ts'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { RequestStateBadge } from './request-state.tsx'

export function OwnRequests(props: { isAlone: boolean }) {
  const requests = useOwnRequests()
  const all = () => (readyData(requests)?.pages ?? []).flatMap((page) => page.requests)
  return (
    <Show when={props.isAlone || all().length > 0}>
      <Card title="Your own requests" flush>
        <Loaded query={requests}>
          {() => (
            <Show
              when={all().length > 0}
              fallback={
                <EmptyState title="You have asked for nothing yet">
                  Find a server in the{' '}
                  <A href="/library" class="text-accent underline">
                    library
                  </A>{' '}
                  and request it there.
                </EmptyState>
              }
            >
              <ul class="divide-y divide-line">
                <For each={all()}>
                  {(request) => (
                    <li class="px-4 py-3">
                      <p class="font-medium break-words">
                        {request.entryName} <RequestStateBadge state={request.state} />
                      </p>
                      <p class="text-sm text-ink-soft">
                        Asked <Ago at={request.askedAt} />
                        <Show when={request.note}>: {visibleText(request.note)}</Show>
                      </p>
                      <Show when={request.reason}>
                        {(reason) => <p class="text-sm">Reason: {visibleText(reason())}</p>}
                      </Show>
                      <Show when={request.serverId}>
                        {(serverId) => (
                          <A href={`/servers/${serverId()}`} class="text-sm text-accent underline">
                            Open the server
                          </A>
                        )}
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
              <MoreButton query={requests} />
            </Show>
          )}
        </Loaded>
      </Card>
    </Show>
  )
}
