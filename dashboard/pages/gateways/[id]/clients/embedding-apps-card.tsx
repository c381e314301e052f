// Apps that exchange their users' downstream tokens for MCP tokens (RFC 8693).
import { Show } from 'solid-js'
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
import { createCredentialWork } from './create-credential-work.ts'
import { CredentialActions, CredentialName } from './credential-cells.tsx'
import { EmbeddingAppDialog } from './embedding-app-dialog.tsx'
import { EndCredentialDialog } from './end-credential-dialog.tsx'
import { IssuedSecretDialog } from './issued-secret-dialog.tsx'

export function EmbeddingAppsCard(props: { gateway: Gateway }) {
  const { may } = useSession()
  const { rotateSecret, remove } = useEmbeddingAppWrites(() => props.gateway.id)
  const apps = useEmbeddingApps(() => props.gateway.id)
  const work = createCredentialWork(() => readyData(apps)?.apps)
  return (
    <Card
      title="Embedding apps"
      description="Your own apps, whose signed-in users call MCP servers without a second sign-in."
      actions={
        may('clients.manage') && <Button onClick={() => work.edit('new')}>Add an embedding app</Button>
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
                  cell: (app) => may('clients.manage') && <CredentialActions of={app} work={work} />,
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
      <EmbeddingAppDialog gatewayId={props.gateway.id} work={work} />
      <EndCredentialDialog
        noun="app"
        work={work}
        notes={{
          secret: 'The old secret stops working at once.',
          all: 'The app can exchange no more tokens, and those it has end.',
        }}
        rotate={rotateSecret}
        remove={async (app) => {
          await remove(app)
          return `${app.name} is removed. Its tokens end everywhere within 10 s.`
        }}
      />
      <IssuedSecretDialog issued={work.issued()} onClose={() => work.issue(undefined)} />
    </Card>
  )
}
