// Clients that an admin registered by hand: made, changed, given a new secret, removed.
import { createSignal, Show } from 'solid-js'
import type { Client } from '../../../../../schema/api/clients.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useClients } from '../../../../data/clients.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { CopyButton } from '../../../../ui/copy-button.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { ClientDialog } from './client-dialog.tsx'
import { IssuedSecretDialog, type IssuedSecret } from './issued-secret-dialog.tsx'
import { RemoveClientDialog } from './remove-client-dialog.tsx'
import { RotateClientDialog } from './rotate-client-dialog.tsx'

export function PreregisteredCard(props: { gateway: Gateway }) {
  const { may } = useSession()
  const clients = useClients(() => props.gateway.id)
  const [edited, setEdited] = createSignal<Client | 'new'>()
  const [rotated, setRotated] = createSignal<Client>()
  const [removed, setRemoved] = createSignal<Client>()
  const [issued, setIssued] = createSignal<IssuedSecret>()
  /** As it stands now, where somebody saved it meanwhile. */
  const now = (client: Client | undefined) =>
    client && (readyData(clients)?.clients.find(({ id }) => id === client.id) ?? client)
  const add = () =>
    may('clients.manage') && <Button onClick={() => setEdited('new')}>Register a client</Button>
  return (
    <Card
      title="Preregistered clients"
      description="For clients that do not register themselves, and for agents that must be known for certain."
      actions={add()}
      flush
    >
      <Loaded query={clients} skeleton={<RowsSkeleton rows={2} />}>
        {(found) => (
          <Show
            when={found().clients.length > 0}
            fallback={
              <EmptyState title="No preregistered client">
                Most clients register themselves. Register one by hand where you want its id and redirect URIs
                fixed.
              </EmptyState>
            }
          >
            <DataTable
              label="Preregistered clients"
              rows={found().clients}
              columns={[
                {
                  title: 'Name',
                  cell: ({ id, name }) => (
                    <div class="max-w-64">
                      <div class="font-medium break-words">{name}</div>
                      <div class="flex items-center gap-1">
                        <code class="min-w-0 truncate font-mono text-xs text-ink-soft" title={id}>
                          {id}
                        </code>
                        <CopyButton tone="quiet" text={id} label={`client id of ${name}`} />
                      </div>
                    </div>
                  ),
                },
                {
                  title: 'Redirect URIs',
                  isExtra: true,
                  cell: ({ redirectUris }) => (
                    <ul class="font-mono text-[0.8125rem] break-all">
                      {redirectUris.map((uri) => (
                        <li>{uri}</li>
                      ))}
                    </ul>
                  ),
                },
                { title: 'Proves itself by', cell: ({ tokenEndpointAuthMethod: method }) => PROOFS[method] },
                {
                  title: 'Actions',
                  cell: (client) =>
                    may('clients.manage') && (
                      <div class="flex flex-wrap justify-end gap-1">
                        <Button
                          tone="quiet"
                          aria-label={`Edit ${client.name}`}
                          onClick={() => setEdited(client)}
                        >
                          Edit
                        </Button>
                        <Show when={client.secretSet}>
                          <Button
                            tone="quiet"
                            aria-label={`New secret for ${client.name}`}
                            onClick={() => setRotated(client)}
                          >
                            New secret
                          </Button>
                        </Show>
                        <Button
                          tone="quiet"
                          aria-label={`Remove ${client.name}`}
                          onClick={() => setRemoved(client)}
                        >
                          Remove
                        </Button>
                      </div>
                    ),
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
      <ClientDialog
        gateway={props.gateway}
        client={edited()}
        onClose={() => setEdited(undefined)}
        onIssued={setIssued}
      />
      <RotateClientDialog
        client={now(rotated())}
        onClose={() => setRotated(undefined)}
        onIssued={setIssued}
      />
      <RemoveClientDialog client={now(removed())} onClose={() => setRemoved(undefined)} />
      <IssuedSecretDialog issued={issued()} onClose={() => setIssued(undefined)} />
    </Card>
  )
}

const PROOFS: Readonly<Record<Client['tokenEndpointAuthMethod'], string>> = {
  none: 'PKCE alone',
  client_secret_basic: 'Secret',
  client_secret_post: 'Secret in the body',
  private_key_jwt: 'Its key',
}
