// Grants, one a row: who, with what, where, and whether it works.
import { Show } from 'solid-js'
import type { Grant } from '../../../../data/grants.ts'
import { GrantStateBadge } from '../../../../format/grant-state.tsx'
import { Ago } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { DataTable } from '../../../../ui/data-table.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { userLabel } from './user-label.ts'

export function GrantTable(props: {
  grants: readonly Grant[]
  serverName: (serverId: string) => string
  onOpen: (grant: Grant) => void
}) {
  return (
    <DataTable
      label="Grants"
      rows={props.grants}
      columns={[
        {
          title: 'User',
          cell: (grant) => (
            <div class="max-w-64">
              <button
                type="button"
                class="max-w-full truncate text-left font-medium text-accent underline"
                title={userLabel(grant.identity)}
                onClick={() => props.onOpen(grant)}
              >
                {userLabel(grant.identity)}
              </button>
              <div class="truncate text-ink-soft" title={visibleText(grant.identity.email ?? '')}>
                {visibleText(grant.identity.email ?? '')}{' '}
                <Show when={grant.identity.email !== null && !grant.identity.emailVerified}>
                  <Badge>Unverified</Badge>
                </Show>
              </div>
            </div>
          ),
        },
        {
          title: 'Client',
          cell: ({ clientName, clientId }) => (
            <div class="max-w-56">
              <div class="truncate" title={visibleText(clientName)}>
                {visibleText(clientName)}
              </div>
              <div class="truncate font-mono text-xs text-ink-soft" title={visibleText(clientId)}>
                {visibleText(clientId)}
              </div>
            </div>
          ),
        },
        { title: 'Server', isExtra: true, cell: ({ serverId }) => props.serverName(serverId) },
        {
          title: 'State',
          cell: ({ state, stateReason }) => (
            <div class="max-w-64 min-w-32">
              <GrantStateBadge state={state} />
              <Show when={stateReason}>
                <div class="mt-1 text-ink-soft">{visibleText(stateReason ?? '')}</div>
              </Show>
            </div>
          ),
        },
        {
          title: 'Last used',
          cell: ({ lastUsedAt }) => (
            <span class="whitespace-nowrap">{lastUsedAt === null ? 'Never' : <Ago at={lastUsedAt} />}</span>
          ),
        },
        {
          title: 'Signed in',
          isExtra: true,
          cell: ({ createdAt }) => (
            <span class="whitespace-nowrap">
              <Ago at={createdAt} />
            </span>
          ),
        },
      ]}
    />
  )
}
