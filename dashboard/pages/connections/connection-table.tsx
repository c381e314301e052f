import { createSignal, For, Show } from 'solid-js'
import type { Connection } from '../../../schema/api/connections.ts'
import { Ago } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EndDialog } from './end-dialog.tsx'

const STATES: Readonly<Record<Connection['state'], { label: string; tone: Tone }>> = {
  active: { label: 'Active', tone: 'ok' },
  refreshing: { label: 'Active', tone: 'ok' },
  needs_reauth: { label: 'Needs a new sign-in', tone: 'warn' },
  revoked: { label: 'Ended', tone: 'neutral' },
}

export function ConnectionTable(props: { gatewayId: string; connections: readonly Connection[] }) {
  const [ending, setEnding] = createSignal<Connection>()
  const columns: readonly Column<Connection>[] = [
    {
      title: 'Client',
      cell: ({ clientName, clientId }) => (
        <div class="max-w-44 min-w-32 sm:max-w-48">
          <div class="truncate font-medium" title={visibleText(clientName)}>
            {visibleText(clientName)}
          </div>
          <div class="truncate text-xs text-ink-soft" title={visibleText(clientId)}>
            {visibleText(clientId)}
          </div>
        </div>
      ),
    },
    {
      title: 'Server',
      cell: ({ server }) => (
        <Show when={server} fallback={<span class="text-ink-soft">a server that is gone</span>}>
          {(found) => (
            <div
              class="max-w-36 truncate sm:max-w-48"
              title={visibleText(`${found().name} (${found().mcpUrl})`)}
            >
              {visibleText(found().name)}
            </div>
          )}
        </Show>
      ),
    },
    {
      title: 'State',
      cell: ({ state, stateReason, accessExpiresAt }) => (
        <div class="max-w-48 min-w-28">
          <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
          <Show when={stateReason}>
            <div class="mt-1 text-ink-soft">{visibleText(stateReason ?? '')}</div>
          </Show>
          <Show when={state === 'revoked' ? null : accessExpiresAt}>
            {(at) => (
              <div class="mt-1 text-ink-soft">
                expires <Ago at={at()} />
              </div>
            )}
          </Show>
        </div>
      ),
    },
    {
      title: 'May',
      isExtra: true,
      cell: ({ scopes }) => (
        <ul class="max-w-56 min-w-32 font-mono text-[0.8125rem]">
          <For each={scopes} fallback={<li class="font-sans text-ink-soft">no scope</li>}>
            {(scope) => <li class="break-words">{visibleText(scope)}</li>}
          </For>
        </ul>
      ),
    },
    {
      title: 'Last used',
      isExtra: true,
      cell: ({ lastUsedAt, createdAt }) => (
        <div class="whitespace-nowrap">
          <Show when={lastUsedAt} fallback="never">
            {(at) => <Ago at={at()} />}
          </Show>
          <div class="text-ink-soft">
            since <Ago at={createdAt} />
          </div>
        </div>
      ),
    },
    {
      title: 'Actions',
      cell: (connection) => (
        <Show when={connection.state !== 'revoked'}>
          <Button
            tone="quiet"
            class="-my-1.5 -ml-3"
            aria-label={`End ${visibleText(connection.clientName)} at ${visibleText(connection.server?.name ?? 'a server that is gone')}`}
            onClick={() => setEnding(connection)}
          >
            End
          </Button>
        </Show>
      ),
    },
  ]
  return (
    <>
      <DataTable label="Your connections" rows={props.connections} columns={columns} />
      <EndDialog gatewayId={props.gatewayId} connection={ending()} onClose={() => setEnding(undefined)} />
    </>
  )
}
