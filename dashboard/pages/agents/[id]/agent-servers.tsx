// The servers that one agent may use, each with its switch.
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { useQueryClient } from '@tanstack/solid-query'
import type { Agent } from '../../../../schema/api/agents.ts'
import { useAgentServers, type ServerOfAgent } from '../../../data/agents.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { useSession } from '../../../session/session.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { createAgentSwitching } from '../agent-switching.ts'

export function AgentServers(props: { agent: Agent }) {
  const { may } = useSession()
  const client = useQueryClient()
  const servers = useAgentServers(() => props.agent.id)
  const switching = createAgentSwitching()
  const put = (server: ServerOfAgent) =>
    client.setQueryData<ServerOfAgent[]>(['agents', props.agent.id, 'servers'], (before) =>
      before?.map((one) => (one.serverId === server.serverId ? server : one)),
    )
  /** This list is the other view of the mapping: it moves at once too, and is read again when the write is over. */
  const set = async (server: ServerOfAgent, allowed: boolean | null) => {
    put(moved(server, allowed))
    const target = { kind: 'server', id: server.serverId } as const
    const agent = { agentId: props.agent.id }
    if (!(await switching.set(target, server.name, agent, props.agent.name, allowed))) put(server)
  }
  return (
    <Card
      title="Servers it may use"
      description="A server admits it as its “Other agents” says until it is switched here or there."
      flush
    >
      <Loaded query={servers}>
        {(found) => (
          <Show
            when={found().length > 0}
            fallback={<EmptyState title="No server yet">Add a server, and it stands here.</EmptyState>}
          >
            <ul class="divide-y divide-line">
              <For each={found()}>
                {(server) => (
                  <li class="flex items-center gap-3 px-4 py-2.5">
                    <div class="min-w-0 flex-1">
                      <A
                        href={`/servers/${encodeURIComponent(server.serverId)}/access`}
                        class="font-medium break-words hover:underline"
                      >
                        {visibleText(server.name)}
                      </A>
                      <div class="text-sm text-ink-soft">
                        {server.isSet ? 'Set here' : 'As other agents'}
                        <Show when={server.ofGateway === false}>
                          {' '}
                          <Badge tone="warn">Denied by its Gateway</Badge>
                        </Show>
                      </div>
                    </div>
                    <Show when={server.isSet && may('agents.configure')}>
                      <Button
                        tone="quiet"
                        aria-label={`Follow other agents at ${server.name}`}
                        onClick={() => void set(server, null)}
                      >
                        Reset
                      </Button>
                    </Show>
                    <Switch
                      label={`${props.agent.name} may use ${server.name}`}
                      isLabelHidden
                      isOn={server.ofServer}
                      disabled={!may('agents.configure')}
                      onChange={(isOn) => void set(server, isOn)}
                    />
                  </li>
                )}
              </For>
            </ul>
            <p role="status" class="min-h-9 border-t border-line px-4 py-2 text-sm text-ink-soft">
              {switching.said() ?? 'A change holds everywhere within 10 s.'}
            </p>
          </Show>
        )}
      </Loaded>
    </Card>
  )
}

/** What "other agents" say at that server is not known here: the answer tells. */
function moved(server: ServerOfAgent, allowed: boolean | null): ServerOfAgent {
  if (allowed === null) return { ...server, isSet: false }
  return { ...server, ofServer: allowed, allowed: allowed && server.ofGateway !== false, isSet: true }
}
