// Clients that an admin registered by hand: made, changed, given a new secret, removed.
import { Show } from 'solid-js'
import type { Client } from '../../../../../schema/api/clients.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useClients, useClientWrites } from '../../../../data/clients.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { ClientDialog } from './client-dialog.tsx'
import { createCredentialWork } from './create-credential-work.ts'
import { CredentialActions, CredentialName } from './credential-cells.tsx'
import { EndCredentialDialog } from './end-credential-dialog.tsx'
import { IssuedSecretDialog } from './issued-secret-dialog.tsx'

export function PreregisteredCard(props: { gateway: Gateway }) {
  const { may } = useSession()
  const { rotateSecret, remove } = useClientWrites()
  const clients = useClients(() => props.gateway.id)
  const work = createCredentialWork(() => readyData(clients)?.clients)
  const add = () =>
    may('clients.manage') && <Button onClick={() => work.edit('new')}>Register a client</Button>
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
                { title: 'Name', cell: ({ id, name }) => <CredentialName id={id} name={name} /> },
                {
                  title: 'Redirect URIs',
                  isExtra: true,
                  cell: ({ redirectUris }) => (
                    <ul class="font-mono text-[0.8125rem] break-all">
                      {redirectUris.map((uri) => (
                        <li>{visibleText(uri)}</li>
                      ))}
                    </ul>
                  ),
                },
                { title: 'Proves itself by', cell: ({ tokenEndpointAuthMethod: method }) => PROOFS[method] },
                {
                  title: 'Actions',
                  cell: (client) => may('clients.manage') && <CredentialActions of={client} work={work} />,
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
      <ClientDialog gateway={props.gateway} work={work} />
      <EndCredentialDialog
        noun="client"
        work={work}
        notes={{
          secret: 'The old secret stops working at once. Grants of the client stay.',
          all: 'Every grant and token of this client ends, and it cannot come back under this id by itself.',
        }}
        rotate={rotateSecret}
        remove={async (client) => {
          const { grantsEnded, effectiveWithinSeconds } = await remove(client)
          const ended = grantsEnded === null ? 'Its grants end' : `${grantsEnded} of its grants ended`
          return `The client is removed. ${ended}, everywhere within ${effectiveWithinSeconds} s.`
        }}
      />
      <IssuedSecretDialog issued={work.issued()} onClose={() => work.issue(undefined)} />
    </Card>
  )
}

const PROOFS: Readonly<Record<Client['tokenEndpointAuthMethod'], string>> = {
  none: 'PKCE alone',
  client_secret_basic: 'Secret',
  client_secret_post: 'Secret in the body',
  private_key_jwt: 'Its key',
}
