// Clients that this Gateway refuses, the way back, and refusing one by its id.
import { useMutation } from '@tanstack/solid-query'
import { createSignal, Show } from 'solid-js'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useBlockedClients, useClientWrites } from '../../../../data/clients.ts'
import { Ago } from '../../../../format/moment.tsx'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { TextField } from '../../../../ui/field.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { RevokeDialog, type Ending } from '../grants/revoke-dialog.tsx'

export function BlockedClientsCard(props: { gateway: Gateway }) {
  const { may } = useSession()
  const blocked = useBlockedClients(() => props.gateway.id)
  const writes = useClientWrites()
  const toast = useToast()
  const unblock = useMutation(() => ({
    mutationFn: (clientId: string) => writes.unblock({ gatewayId: props.gateway.id, clientId }),
    onSuccess: () => toast({ message: 'The client may come again, within 10 s everywhere.' }),
    onError: (error: Error) => toast({ tone: 'bad', message: error.message }),
  }))
  return (
    <Card title="Blocked clients" description="Refused at every server of this Gateway." flush>
      <Loaded query={blocked} skeleton={<RowsSkeleton rows={1} />}>
        {(found) => (
          <Show
            when={found().clients.length > 0}
            fallback={<p class="px-4 py-3 text-ink-soft">No client is blocked.</p>}
          >
            <DataTable
              label="Blocked clients"
              rows={found().clients}
              columns={[
                {
                  title: 'Client id',
                  cell: ({ clientId }) => (
                    <span class="font-mono text-[0.8125rem] break-all">{visibleText(clientId)}</span>
                  ),
                },
                { title: 'Blocked', cell: ({ blockedAt }) => <Ago at={blockedAt} /> },
                { title: 'By', isExtra: true, cell: ({ actor }) => actor },
                {
                  title: 'Actions',
                  cell: ({ clientId }) =>
                    may('clients.manage') && (
                      <Button
                        isBusy={unblock.isPending && unblock.variables === clientId}
                        aria-label={`Unblock ${visibleText(clientId)}`}
                        onClick={() => unblock.mutate(clientId)}
                      >
                        Unblock
                      </Button>
                    ),
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
      <Show when={may('clients.manage')}>
        <BlockById gateway={props.gateway} />
      </Show>
    </Card>
  )
}

function BlockById(props: { gateway: Gateway }) {
  const [clientId, setClientId] = createSignal('')
  const [ending, setEnding] = createSignal<Ending>()
  return (
    <>
      <form
        class="flex flex-wrap items-end gap-2 border-t border-line p-4"
        onSubmit={(event) => {
          event.preventDefault()
          const id = clientId().trim()
          if (id !== '') setEnding({ kind: 'block_client', clientId: id, name: id })
        }}
      >
        <div class="min-w-0 flex-1 basis-72">
          <TextField
            label="Block a client by its id"
            placeholder="https://agent.example.com/client.json"
            value={clientId()}
            onInput={setClientId}
          />
        </div>
        <Button type="submit" disabled={clientId().trim() === ''}>
          Block client
        </Button>
      </form>
      <RevokeDialog
        gateway={props.gateway}
        ending={ending()}
        onClose={() => setEnding(undefined)}
        onEnded={() => setClientId('')}
      />
    </>
  )
}
