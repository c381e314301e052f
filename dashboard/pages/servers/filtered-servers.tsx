import { useSearchParams } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import type { Server } from '../../../schema/api/servers.ts'
import { SERVER_STATUS } from '../../format/server-status.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { matchServers } from './match-servers.ts'
import { ServerTable } from './server-table.tsx'

const STATUSES = Object.entries(SERVER_STATUS).map(([value, { label }]) => ({ value, label }))

export function FilteredServers(props: { servers: readonly Server[] }) {
  const [search, setSearch] = useSearchParams<{ q: string; status: string }>()
  const text = () => search.q ?? ''
  const status = () => search.status ?? ''
  const found = createMemo(() => matchServers(props.servers, text(), status()))
  return (
    <div class="space-y-4">
      <div class="grid gap-3 sm:grid-cols-[minmax(0,1fr)_14rem]" role="search">
        <TextField
          label="Search"
          type="search"
          placeholder="Name, URL or description"
          value={text()}
          onInput={(q) => setSearch({ q }, { replace: true })}
        />
        <SelectField
          label="Status"
          value={status()}
          options={[{ value: '', label: 'Any status' }, ...STATUSES]}
          onChange={(value) => setSearch({ status: value }, { replace: true })}
        />
      </div>
      <p role="status" class="sr-only">
        {found().length} of {props.servers.length} servers
      </p>
      <Card flush>
        <Show
          when={found().length > 0}
          fallback={
            <p class="flex flex-wrap items-center gap-3 px-4 py-6 text-ink-soft">
              No server matches.
              <Button onClick={() => setSearch({ q: '', status: '' }, { replace: true })}>
                Show all servers
              </Button>
            </p>
          }
        >
          <ServerTable servers={found()} />
        </Show>
      </Card>
    </div>
  )
}
