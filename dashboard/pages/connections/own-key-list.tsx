// One's own keys of upstreams: whether they are there, never what they are.
import { createSignal, Show } from 'solid-js'
import { useOwnKeys, type OwnKey } from '../../data/own-keys.ts'
import { Ago } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { RemoveKeyDialog } from './remove-key-dialog.tsx'

export function OwnKeyList() {
  const keys = useOwnKeys()
  const [editing, setEditing] = createSignal<OwnKey>()
  const [removing, setRemoving] = createSignal<OwnKey>()
  const columns: readonly Column<OwnKey>[] = [
    {
      title: 'Server',
      cell: ({ name }) => (
        <div class="max-w-36 truncate font-medium sm:max-w-72" title={visibleText(name)}>
          {visibleText(name)}
        </div>
      ),
    },
    {
      title: 'Your key',
      cell: ({ keySet, createdAt }) => (
        <>
          <Show when={keySet !== null} fallback={<Badge tone="warn">Not known now</Badge>}>
            <Badge tone={keySet ? 'ok' : 'neutral'}>{keySet ? 'Set' : 'Missing'}</Badge>
          </Show>
          <Show when={createdAt}>
            {(at) => (
              <div class="mt-1 text-ink-soft">
                <Ago at={at()} />
              </div>
            )}
          </Show>
        </>
      ),
    },
    {
      title: 'Actions',
      cell: (key) => (
        <div class="-my-1.5 -ml-3 flex flex-wrap gap-1">
          <Button
            tone="quiet"
            aria-label={`${key.keySet ? 'Replace' : 'Set'} the key of ${key.name}`}
            onClick={() => setEditing(key)}
          >
            {key.keySet ? 'Replace' : 'Set key'}
          </Button>
          <Show when={key.keySet}>
            <Button
              tone="quiet"
              aria-label={`Remove the key of ${key.name}`}
              onClick={() => setRemoving(key)}
            >
              Remove
            </Button>
          </Show>
        </div>
      ),
    },
  ]
  return (
    <Card
      title="My keys"
      description="For servers that want a key of each user. Limen keeps it encrypted, sends it with your calls alone, and shows it to nobody."
      flush
    >
      <Loaded query={keys}>
        {(data) => (
          <Show
            when={data().servers.length > 0}
            fallback={
              <EmptyState title="No server wants a key of yours">
                When one does, it is listed here, and you enter your key here.
              </EmptyState>
            }
          >
            <DataTable label="Your keys" rows={data().servers} columns={columns} />
          </Show>
        )}
      </Loaded>
      <KeyDialog of={editing()} onClose={() => setEditing(undefined)} />
      <RemoveKeyDialog of={removing()} onClose={() => setRemoving(undefined)} />
    </Card>
  )
}
