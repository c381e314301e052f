// The Access tab: who may use this server, with which agents, and what comes of both for one person.
import { A, useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { useServer } from '../../../../data/servers.ts'
import { useSession } from '../../../../session/session.tsx'
import { Card } from '../../../../ui/card.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { AccessListEditor } from '../../../access/access-list-editor.tsx'
import { AgentSwitches } from '../../../agents/agent-switches.tsx'
import { AccessCheck } from './access-check.tsx'

export default function ServerAccessPage() {
  const params = useParams<{ id: string }>()
  const server = useServer(() => params.id)
  const { may } = useSession()
  return (
    <Loaded query={server}>
      {(found) => (
        <Show when={found().id} keyed>
          <div class="space-y-6">
            <Card
              title="Who may use it"
              description={
                <Show when={found().attachment}>
                  {(attachment) => (
                    <>
                      The lists of its{' '}
                      <A class="text-accent underline" href={`/gateways/${attachment().gatewayId}/access`}>
                        Gateway
                      </A>{' '}
                      must admit the user too.
                    </>
                  )}
                </Show>
              }
            >
              <AccessListEditor target={{ kind: 'server', id: found().id }} name={found().name} />
            </Card>
            <Show when={may('grants.read')}>
              <AccessCheck server={found()} />
            </Show>
            <Card
              title="Which agents may use it"
              description="An agent that is not allowed is refused before anything is listed."
              flush
            >
              <AgentSwitches
                target={{ kind: 'server', id: found().id }}
                name={found().name}
                gatewayId={found().attachment?.gatewayId ?? null}
              />
            </Card>
          </div>
        </Show>
      )}
    </Loaded>
  )
}
