import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { AccessToken } from '../../../schema/api/access-tokens.ts'
import { Ago, Moment } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'

export function TokenTable(props: {
  tokens: readonly AccessToken[]
  serverName: (id: string) => string
  agentName: (id: string) => string
  /** Left out: one may look only. */
  onRevoke?: (token: AccessToken) => void
}) {
  const revoke = (): Column<AccessToken>[] => {
    const { onRevoke } = props
    if (!onRevoke) return []
    return [
      {
        title: 'Actions',
        cell: (token) => (
          <Button tone="quiet" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
            Revoke
          </Button>
        ),
      },
    ]
  }
  return (
    <DataTable
      label="Access tokens"
      rows={props.tokens}
      columns={[
        {
          title: 'Name',
          cell: ({ name, id }) => (
            <div class="max-w-44">
              <div class="font-medium break-words">{visibleText(name)}</div>
              <div class="truncate font-mono text-xs text-ink-soft" title={visibleText(id)}>
                {visibleText(id)}
              </div>
            </div>
          ),
        },
        {
          title: 'Server',
          cell: ({ serverId }) => (
            <A href={`/servers/${serverId}`} class="break-words text-accent underline">
              {visibleText(props.serverName(serverId))}
            </A>
          ),
        },
        {
          title: 'Agent',
          isExtra: true,
          cell: ({ agentId }) =>
            agentId === null ? <span class="text-ink-soft">None</span> : props.agentName(agentId),
        },
        {
          title: 'User',
          isExtra: true,
          cell: ({ user }) => (
            <Show when={user} fallback={<span class="text-ink-soft">None</span>}>
              {(bound) => (
                <div class="max-w-48 truncate" title={visibleText(bound().subject ?? '') || undefined}>
                  {visibleText(bound().email ?? bound().subject ?? '')}
                </div>
              )}
            </Show>
          ),
        },
        { title: 'State', cell: ({ expiresAt }) => <TokenState expiresAt={expiresAt} /> },
        {
          title: 'Last used',
          cell: ({ lastUsedAt, createdAt }) => (
            <div class="min-w-28">
              {lastUsedAt === null ? 'Never' : <Ago at={lastUsedAt} />}
              <div class="text-xs text-ink-soft">
                Made <Ago at={createdAt} />
              </div>
            </div>
          ),
        },
        ...revoke(),
      ]}
    />
  )
}

function TokenState(props: { expiresAt: number | null }) {
  const isOver = () => props.expiresAt !== null && props.expiresAt <= Date.now()
  return (
    <div class="min-w-28">
      <Badge tone={isOver() ? 'neutral' : 'ok'}>{isOver() ? 'Expired' : 'Active'}</Badge>
      <div class="mt-1 text-ink-soft">
        <Show when={props.expiresAt} fallback="Until revoked">
          {(at) => (
            <>
              {isOver() ? 'Since' : 'Until'} <Moment at={at()} />
            </>
          )}
        </Show>
      </div>
    </div>
  )
}
