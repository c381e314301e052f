import { useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { ApiKey } from '../../../schema/api/api-keys.ts'
import { useApiKeys } from '../../data/api-keys.ts'
import { Ago } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Checkbox } from '../../ui/field.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { KeyPermissions } from './key-permissions.tsx'
import { RevokeKeyDialog } from './revoke-key-dialog.tsx'

const STATES: Readonly<Record<ApiKey['state'], { label: string; tone: Tone }>> = {
  active: { label: 'Active', tone: 'ok' },
  expired: { label: 'Expired', tone: 'neutral' },
  revoked: { label: 'Revoked', tone: 'neutral' },
}

export function ApiKeyList(props: { onCreate: () => void }) {
  const [query, setQuery] = useSearchParams<{ state?: string }>()
  const state = () => (query.state === 'all' ? 'all' : 'active')
  const keys = useApiKeys(state)
  const [revoking, setRevoking] = createSignal<ApiKey>()
  const columns: readonly Column<ApiKey>[] = [
    {
      title: 'Name',
      cell: ({ name, hint }) => (
        <div class="max-w-44 min-w-32 sm:max-w-64">
          <div class="truncate font-medium" title={visibleText(name)}>
            {visibleText(name)}
          </div>
          <div class="font-mono text-xs text-ink-soft">lmn_key_…{hint}</div>
        </div>
      ),
    },
    {
      title: 'State',
      cell: (key) => <Badge tone={STATES[key.state].tone}>{STATES[key.state].label}</Badge>,
    },
    { title: 'Permissions', cell: ({ permissions }) => <KeyPermissions permissions={permissions} /> },
    {
      title: 'Last used',
      cell: ({ lastUsedAt }) => (
        <Show when={lastUsedAt} fallback={<span class="text-ink-soft">never</span>}>
          {(at) => <Ago at={at()} />}
        </Show>
      ),
    },
    {
      title: 'Expires',
      isExtra: true,
      cell: ({ expiresAt }) => (
        <Show when={expiresAt} fallback={<span class="text-ink-soft">never</span>}>
          {(at) => <Ago at={at()} />}
        </Show>
      ),
    },
    {
      title: 'Made',
      isExtra: true,
      cell: ({ createdAt, createdBy }) => (
        <div class="max-w-48">
          <Ago at={createdAt} />
          <div class="truncate text-ink-soft" title={visibleText(createdBy.name)}>
            by {visibleText(createdBy.name)}
          </div>
        </div>
      ),
    },
    {
      title: 'Actions',
      cell: (key) => (
        <Show when={key.state === 'active'}>
          <Button
            tone="quiet"
            class="-my-1.5 -ml-3"
            aria-label={`Revoke ${key.name}`}
            onClick={() => setRevoking(key)}
          >
            Revoke
          </Button>
        </Show>
      ),
    },
  ]
  return (
    <Card
      title="Keys"
      flush
      actions={
        <Checkbox
          label={<span class="text-sm">Show those that ended</span>}
          checked={state() === 'all'}
          onChange={(isAll) => setQuery({ state: isAll ? 'all' : undefined })}
        />
      }
    >
      <Loaded query={keys}>
        {(data) => {
          const rows = () => data().pages.flatMap((page) => page.apiKeys)
          return (
            <Show
              when={rows().length > 0}
              fallback={
                <EmptyState
                  title="No API key"
                  action={<Button onClick={() => props.onCreate()}>Create API key</Button>}
                >
                  A pipeline or a script needs one; people sign in.
                </EmptyState>
              }
            >
              <DataTable label="API keys" rows={rows()} columns={columns} />
              <MoreButton query={keys} />
            </Show>
          )
        }}
      </Loaded>
      <RevokeKeyDialog apiKey={revoking()} onClose={() => setRevoking(undefined)} />
    </Card>
  )
}
