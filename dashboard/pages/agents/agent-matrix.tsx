// The mapping as a table: agents down, servers across.
import { A } from '@solidjs/router'
import { createSignal, For, Show, type JSX } from 'solid-js'
import type { Agent } from '../../../schema/api/agents.ts'
import type { Server } from '../../../schema/api/servers.ts'
import type { SwitchOf } from '../../data/target-agents.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Switch } from '../../ui/switch.tsx'
import { createAgentSwitching } from './agent-switching.ts'
import { createMapping } from './mapping.ts'

const SERVERS_AT_ONCE = 12

export function AgentMatrix(props: { agents: readonly Agent[]; servers: readonly Server[] }) {
  const { may } = useSession()
  const [text, setText] = createSignal('')
  const [limit, setLimit] = createSignal(SERVERS_AT_ONCE)
  const found = () =>
    props.servers.filter(({ name }) => name.toLowerCase().includes(text().trim().toLowerCase()))
  const shown = () => found().slice(0, limit())
  const mapping = createMapping(shown)
  const switching = createAgentSwitching()
  const cell = (server: Server, what: SwitchOf, name: string) => {
    const target = { kind: 'server', id: server.id } as const
    const state = () => {
      const agents = mapping.of(target)
      if (!agents) return undefined
      if ('field' in what) return { allowed: agents[what.field], isSet: false }
      return agents.agents.find(({ id }) => id === what.agentId)
    }
    const isDeniedAbove = () =>
      'agentId' in what
        ? mapping.isDeniedAbove(server, what.agentId)
        : what.field === 'unrecognised' && mapping.isDeniedAbove(server, null)
    return (
      <td class="px-3 py-2 text-center align-middle">
        <Show
          when={state()}
          fallback={
            mapping.hasFailed(target) ? (
              <span class="text-ink-soft" title="This could not be read">
                –
              </span>
            ) : (
              <Skeleton class="mx-auto h-6 w-10" />
            )
          }
        >
          {(now) => (
            <div class="inline-flex flex-col items-center gap-0.5">
              <Switch
                label={`${name} may use ${server.name}`}
                isLabelHidden
                isOn={now().allowed}
                disabled={!may('agents.configure')}
                onChange={(isOn) => void switching.set(target, server.name, what, name, isOn)}
              />
              <Show when={now().isSet && may('agents.configure')}>
                <button
                  type="button"
                  class="min-h-6 text-xs text-ink-soft underline-offset-2 hover:text-ink hover:underline"
                  aria-label={`Let ${visibleText(name)} follow other agents at ${visibleText(server.name)}`}
                  onClick={() => void switching.set(target, server.name, what, name, null)}
                >
                  Reset
                </button>
              </Show>
              <Show when={isDeniedAbove()}>
                <span class="text-xs text-warn">Denied by Gateway</span>
              </Show>
            </div>
          )}
        </Show>
      </td>
    )
  }
  const row = (label: JSX.Element, what: SwitchOf, name: string) => (
    <tr class="hover:bg-sunken">
      <th
        scope="row"
        class="sticky left-0 z-10 max-w-60 bg-surface px-4 py-2 text-left font-medium break-words"
      >
        {label}
      </th>
      <For each={shown()}>{(server) => cell(server, what, name)}</For>
    </tr>
  )
  return (
    <div class="space-y-3">
      <div class="flex flex-wrap items-end gap-3">
        <div class="w-64">
          <TextField label="Find a server" value={text()} onInput={setText} placeholder="Name" />
        </div>
        <p role="status" class="min-w-0 flex-1 text-sm text-ink-soft">
          {switching.said() ??
            'A switch without “Reset” follows the row “Other agents”. A change holds everywhere within 10 s.'}
        </p>
      </div>
      <div class="overflow-x-auto" tabIndex={0} role="region" aria-label="Agents and servers">
        <table class="w-full text-sm">
          <thead>
            <tr class="border-b border-line text-ink-soft">
              <th scope="col" class="sticky left-0 z-10 bg-surface px-4 py-2 text-left font-medium">
                Agent
              </th>
              <For each={shown()}>
                {(server) => (
                  <th scope="col" class="max-w-36 px-3 py-2 text-center font-medium">
                    <A
                      href={`/servers/${encodeURIComponent(server.id)}/access`}
                      class="line-clamp-2 text-accent hover:underline"
                      title={visibleText(server.name)}
                    >
                      {visibleText(server.name)}
                    </A>
                  </th>
                )}
              </For>
            </tr>
          </thead>
          <tbody class="divide-y divide-line">
            <For each={props.agents}>
              {(agent) =>
                row(
                  <A href={`/agents/${encodeURIComponent(agent.id)}`} class="hover:underline">
                    {visibleText(agent.name)}
                  </A>,
                  { agentId: agent.id },
                  agent.name,
                )
              }
            </For>
            {row(
              <>
                Other agents
                <span class="block text-xs font-normal text-ink-soft">Without a switch of their own</span>
              </>,
              { field: 'otherAgents' },
              'Other agents',
            )}
            {row(
              <>
                Unrecognised
                <Show
                  when={may('logs.read')}
                  fallback={<span class="block text-xs font-normal text-ink-soft">No known agent</span>}
                >
                  <A
                    href="/logs?agentId=unrecognised"
                    class="block text-xs font-normal text-accent hover:underline"
                  >
                    Their calls
                  </A>
                </Show>
              </>,
              { field: 'unrecognised' },
              'Unrecognised clients',
            )}
          </tbody>
        </table>
      </div>
      <Show when={found().length > shown().length}>
        <Button onClick={() => setLimit(limit() + SERVERS_AT_ONCE)}>
          Show more servers ({found().length - shown().length})
        </Button>
      </Show>
    </div>
  )
}
