// Apps that exchange their users' downstream tokens for MCP tokens (RFC 8693).
import { createSignal, Show } from 'solid-js'
import type { EmbeddingApp } from '../../../../../schema/api/embedding-apps.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useEmbeddingApps, useEmbeddingAppWrites } from '../../../../data/embedding-apps.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { visibleText } from '../../../../format/visible-text.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { CredentialActions, CredentialName } from './credential-cells.tsx'
import { EmbeddingAppDialog } from './embedding-app-dialog.tsx'
import { EndCredentialDialog, type CredentialEnding } from './end-credential-dialog.tsx'
import { IssuedSecretDialog, type IssuedSecret } from './issued-secret-dialog.tsx'

export function EmbeddingAppsCard(props: { gateway: Gateway }) {
  const { may } = useSession()
  const { rotateSecret, remove } = useEmbeddingAppWrites(() => props.gateway.id)
  const apps = useEmbeddingApps(() => props.gateway.id)
  const [edited, setEdited] = createSignal<EmbeddingApp | 'new'>()
  const [ending, setEnding] = createSignal<CredentialEnding<EmbeddingApp>>()
  const [issued, setIssued] = createSignal<IssuedSecret>()
  /** With the app as it stands now, where somebody saved it meanwhile. */
  const endingNow = () => {
    const one = ending()
    return one && { ...one, of: readyData(apps)?.apps.find(({ id }) => id === one.of.id) ?? one.of }
  }
  return (
    <Card
      title="Embedding apps"
      description="Your own apps, whose signed-in users call MCP servers without a second sign-in."
      actions={
        may('clients.manage') && <Button onClick={() => setEdited('new')}>Add an embedding app</Button>
      }
      flush
    >
      <Loaded query={apps} skeleton={<RowsSkeleton rows={1} />}>
        {(found) => (
          <Show
            when={found().apps.length > 0}
            fallback={
              <EmptyState title="No embedding app">
                Token exchange is off until one is added. An app trades its user’s downstream token for an MCP
                token of 15 minutes.
              </EmptyState>
            }
          >
            <DataTable
              label="Embedding apps"
              rows={found().apps}
              columns={[
                { title: 'Name', cell: ({ id, name }) => <CredentialName id={id} name={name} /> },
                {
                  title: 'Downstream client id',
                  cell: ({ downstreamClientId }) => (
                    <span class="font-mono text-[0.8125rem] break-all">
                      {visibleText(downstreamClientId)}
                    </span>
                  ),
                },
                {
                  title: 'Allowed origins',
                  isExtra: true,
                  cell: ({ allowedOrigins }) =>
                    allowedOrigins.length === 0 ? 'None: its backend only' : allowedOrigins.join(', '),
                },
                {
                  title: 'Actions',
                  cell: (app) =>
                    may('clients.manage') && (
                      <CredentialActions
                        name={app.name}
                        hasSecret={app.secretSet}
                        onEdit={() => setEdited(app)}
                        onEnd={(what) => setEnding({ what, of: app })}
                      />
                    ),
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
      <EmbeddingAppDialog
        gatewayId={props.gateway.id}
        app={edited()}
        onClose={() => setEdited(undefined)}
        onIssued={setIssued}
      />
      <EndCredentialDialog
        noun="app"
        ending={endingNow()}
        notes={{
          secret: 'The old secret stops working at once.',
          all: 'The app can exchange no more tokens, and those it has end.',
        }}
        rotate={rotateSecret}
        remove={async (app) => {
          await remove(app)
          return `${app.name} is removed. Its tokens end everywhere within 10 s.`
        }}
        onClose={() => setEnding(undefined)}
        onIssued={setIssued}
      />
      <IssuedSecretDialog issued={issued()} onClose={() => setIssued(undefined)} />
    </Card>
  )
}
