// Apps that exchange their users' downstream tokens for MCP tokens (RFC 8693).
import { createSignal, Show } from 'solid-js'
import type { EmbeddingApp } from '../../../../../schema/api/embedding-apps.ts'
import type { Gateway } from '../../../../../schema/api/gateways.ts'
import { useEmbeddingApps } from '../../../../data/embedding-apps.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { CopyButton } from '../../../../ui/copy-button.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { EmptyState } from '../../../../ui/empty-state.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { RowsSkeleton } from '../../../../ui/skeleton.tsx'
import { EmbeddingAppDialog } from './embedding-app-dialog.tsx'
import { EndAppDialog, type AppEnding } from './end-app-dialog.tsx'
import { IssuedSecretDialog, type IssuedSecret } from './issued-secret-dialog.tsx'

export function EmbeddingAppsCard(props: { gateway: Gateway }) {
  const { may } = useSession()
  const apps = useEmbeddingApps(() => props.gateway.id)
  const [edited, setEdited] = createSignal<EmbeddingApp | 'new'>()
  const [ending, setEnding] = createSignal<AppEnding>()
  const [issued, setIssued] = createSignal<IssuedSecret>()
  /** With the app as it stands now, where somebody saved it meanwhile. */
  const endingNow = (): AppEnding | undefined => {
    const one = ending()
    return one && { ...one, app: readyData(apps)?.apps.find(({ id }) => id === one.app.id) ?? one.app }
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
                  title: 'Downstream client id',
                  cell: ({ downstreamClientId }) => (
                    <span class="font-mono text-[0.8125rem] break-all">{downstreamClientId}</span>
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
                      <div class="flex flex-wrap justify-end gap-1">
                        <Button tone="quiet" aria-label={`Edit ${app.name}`} onClick={() => setEdited(app)}>
                          Edit
                        </Button>
                        <Show when={app.secretSet}>
                          <Button
                            tone="quiet"
                            aria-label={`New secret for ${app.name}`}
                            onClick={() => setEnding({ kind: 'secret', app })}
                          >
                            New secret
                          </Button>
                        </Show>
                        <Button
                          tone="quiet"
                          aria-label={`Remove ${app.name}`}
                          onClick={() => setEnding({ kind: 'app', app })}
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
      <EmbeddingAppDialog
        gatewayId={props.gateway.id}
        app={edited()}
        onClose={() => setEdited(undefined)}
        onIssued={setIssued}
      />
      <EndAppDialog
        gatewayId={props.gateway.id}
        ending={endingNow()}
        onClose={() => setEnding(undefined)}
        onIssued={setIssued}
      />
      <IssuedSecretDialog issued={issued()} onClose={() => setIssued(undefined)} />
    </Card>
  )
}
