// Which agents one server admits, or a Gateway for all its servers: one switch each, and two for whom none is about.
import { A } from '@solidjs/router'
import { For, Show, type JSX } from 'solid-js'
import type { TargetAgents } from '../../../schema/api/agents.ts'
import { useTargetAgents, type AccessTarget } from '../../data/target-agents.ts'
import { readyData } from '../../data/ready-data.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Switch } from '../../ui/switch.tsx'
import { createAgentSwitching } from './agent-switching.ts'

export function AgentSwitches(props: {
  target: AccessTarget
  /** Of the server or Gateway. */
  name: string
  /** Where the server is attached: its Gateway can refuse an agent too. */
  gatewayId?: string | null | undefined
}) {
  const { may } = useSession()
  const query = useTargetAgents(() => props.target)
  const gateway = useTargetAgents(
    () => ({ kind: 'gateway', id: props.gatewayId ?? '' }),
    () => Boolean(props.gatewayId) && may('gateways.read'),
  )
  const switching = createAgentSwitching()
  const isReadOnly = () => !may('agents.configure')
  const deniesGateway = (isDenied: (found: TargetAgents) => boolean) => {
    const found = props.gatewayId ? readyData(gateway) : undefined
    return found !== undefined && isDenied(found)
  }
  return (
    <Loaded query={query}>
      {(found) => (
        <>
          <ul class="divide-y divide-line">
            <For each={found().agents.map(({ id }) => id)}>
              {(id) => {
                const agent = () => found().agents.find((one) => one.id === id)
                return (
                  <Show when={agent()}>
                    {(shown) => (
                      <Row
                        name={
                          <A href={`/agents/${encodeURIComponent(id)}`} class="font-medium hover:underline">
                            {visibleText(shown().name)}
                          </A>
                        }
                        note={shown().isSet ? 'Set here' : `As other agents`}
                        isDeniedAbove={deniesGateway(({ agents }) =>
                          agents.some((one) => one.id === id && !one.allowed),
                        )}
                      >
                        <Show when={shown().isSet && !isReadOnly()}>
                          <Button
                            tone="quiet"
                            aria-label={`Let ${shown().name} follow other agents`}
                            onClick={() =>
                              void switching.set(
                                props.target,
                                props.name,
                                { agentId: id },
                                shown().name,
                                null,
                              )
                            }
                          >
                            Reset
                          </Button>
                        </Show>
                        <Switch
                          label={`${shown().name} may use ${props.name}`}
                          isLabelHidden
                          isOn={shown().allowed}
                          disabled={isReadOnly()}
                          onChange={(isOn) =>
                            void switching.set(props.target, props.name, { agentId: id }, shown().name, isOn)
                          }
                        />
                      </Row>
                    )}
                  </Show>
                )
              }}
            </For>
            <Row
              name={<span class="font-medium">Other agents</span>}
              note="Agents without a switch of their own, new ones too"
              isDeniedAbove={deniesGateway(({ otherAgents }) => !otherAgents)}
            >
              <Switch
                label={`Other agents may use ${props.name}`}
                isLabelHidden
                isOn={found().otherAgents}
                disabled={isReadOnly()}
                onChange={(isOn) =>
                  void switching.set(props.target, props.name, { field: 'otherAgents' }, 'Other agents', isOn)
                }
              />
            </Row>
            <Row
              name={<span class="font-medium">Unrecognised</span>}
              note="Clients that are no known agent, and those that only claim to be one"
              isDeniedAbove={deniesGateway(({ unrecognised }) => !unrecognised)}
            >
              <Switch
                label={`Unrecognised clients may use ${props.name}`}
                isLabelHidden
                isOn={found().unrecognised}
                disabled={isReadOnly()}
                onChange={(isOn) =>
                  void switching.set(
                    props.target,
                    props.name,
                    { field: 'unrecognised' },
                    'Unrecognised clients',
                    isOn,
                  )
                }
              />
            </Row>
          </ul>
          <p role="status" class="min-h-9 border-t border-line px-4 py-2 text-sm text-ink-soft">
            {switching.said() ??
              (props.target.kind === 'gateway'
                ? 'Holds for every server of this Gateway; a server can only be stricter.'
                : 'A change holds everywhere within 10 s.')}
          </p>
        </>
      )}
    </Loaded>
  )
}

function Row(props: { name: JSX.Element; note: string; isDeniedAbove: boolean; children: JSX.Element }) {
  return (
    <li class="flex items-center gap-3 px-4 py-2.5">
      <div class="min-w-0 flex-1">
        <div class="break-words">{props.name}</div>
        <div class="text-sm text-ink-soft">
          {props.note}
          <Show when={props.isDeniedAbove}>
            {' '}
            <Badge tone="warn">Denied by its Gateway</Badge>
          </Show>
        </div>
      </div>
      {props.children}
    </li>
  )
}
