// The other view of the mapping: each server with its agents.
import { For } from 'solid-js'
import type { Server } from '../../../schema/api/servers.ts'
import { Fold } from '../../ui/fold.tsx'
import { AgentSwitches } from './agent-switches.tsx'

export function ServerFolds(props: { servers: readonly Server[] }) {
  return (
    <div class="space-y-3">
      <For each={props.servers}>
        {(server) => (
          <Fold title={server.name} isOpenWhen={props.servers.length === 1}>
            <AgentSwitches
              target={{ kind: 'server', id: server.id }}
              name={server.name}
              gatewayId={server.attachment?.gatewayId}
            />
          </Fold>
        )}
      </For>
    </div>
  )
}
