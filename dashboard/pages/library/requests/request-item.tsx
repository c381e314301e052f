import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { InstallRequest } from '../../../../schema/api/requests.ts'
import { Ago } from '../../../format/moment.tsx'
import { visibleText } from '../../../format/visible-text.ts'
import { Button } from '../../../ui/button.tsx'
import { RequestStateBadge } from './request-state.tsx'

export function RequestItem(props: {
  request: InstallRequest
  isBusy: boolean
  onApprove: () => void
  onDismiss: () => void
}) {
  return (
    <li class="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3">
      <div class="min-w-0 flex-1 basis-72">
        <p class="font-medium break-words">
          {props.request.entryName} <RequestStateBadge state={props.request.state} />
        </p>
        <ul class="mt-1 space-y-1 text-sm">
          <For each={props.request.requesters}>
            {(who) => (
              <li class="break-words">
                <span class="font-medium">{visibleText(who.name ?? who.id)}</span>{' '}
                <span class="text-ink-soft">
                  <Ago at={who.askedAt} />
                </span>
                <Show when={who.note}>: {visibleText(who.note)}</Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={props.request.decidedAt}>
          {(at) => (
            <p class="mt-1 text-sm text-ink-soft">
              Decided <Ago at={at()} /> by{' '}
              {visibleText(props.request.decidedBy?.name ?? props.request.decidedBy?.id ?? '')}
              <Show when={props.request.reason}>: {visibleText(props.request.reason ?? '')}</Show>
            </p>
          )}
        </Show>
        <Show when={props.request.serverId}>
          {(serverId) => (
            <A href={`/servers/${serverId()}`} class="text-sm text-accent underline">
              Open the server
            </A>
          )}
        </Show>
      </div>
      <Show when={props.request.state === 'open'}>
        <div class="flex gap-2">
          <Button aria-label={`Dismiss the request for ${props.request.entryName}`} onClick={props.onDismiss}>
            Dismiss
          </Button>
          <Button
            tone="primary"
            isBusy={props.isBusy}
            aria-label={`Approve the request for ${props.request.entryName}`}
            onClick={props.onApprove}
          >
            Approve
          </Button>
        </div>
      </Show>
    </li>
  )
}
