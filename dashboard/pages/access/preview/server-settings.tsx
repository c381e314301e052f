// One server as it is for the user.
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { Server } from '../../../../schema/api/servers.ts'
import {
  useEffectiveSettings,
  type EffectiveQuery,
  type EffectiveSettings,
} from '../../../data/effective-settings.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { ToolSettings } from './tool-settings.tsx'

const STEPS: Readonly<Record<EffectiveSettings['access']['step'], string>> = {
  denied_users: 'stands among the denied users',
  allowed_users: 'stands among the allowed users',
  denied_groups: 'is in a denied group',
  allowed_groups: 'by the allowed groups',
  default: 'no list is about this user',
}

const AGENT_STEPS: Readonly<Record<NonNullable<EffectiveSettings['agent']>['step'], string>> = {
  agent: 'its switch, or the one of other agents',
  unrecognised: 'unrecognised clients are not admitted',
  claimed: 'it only claims to be this agent',
  default: 'nothing refuses it',
}

export function ServerSettings(props: { server: Server; query: EffectiveQuery }) {
  const settings = useEffectiveSettings(() => props.query)
  return (
    <Card
      title={props.server.name}
      flush
      actions={
        <A
          href={`/servers/${encodeURIComponent(props.server.id)}/access`}
          class="text-sm text-accent hover:underline"
        >
          Access of this server
        </A>
      }
    >
      <Loaded query={settings}>
        {(found) => (
          <Show when={found().pages[0]}>
            {(first) => (
              <>
                <Facts
                  facts={[
                    ...(first().agent ? [{ name: 'Agent', value: <AgentVerdict settings={first()} /> }] : []),
                    { name: 'User', value: <UserVerdict settings={first()} /> },
                    { name: 'Groups', value: <Groups settings={first()} /> },
                  ]}
                />
                <div class="border-t border-line">
                  <ToolSettings
                    serverName={props.server.name}
                    serverId={props.server.id}
                    tools={found().pages.flatMap(({ tools }) => tools)}
                  />
                  <MoreButton query={settings} />
                </div>
              </>
            )}
          </Show>
        )}
      </Loaded>
    </Card>
  )
}

function UserVerdict(props: { settings: EffectiveSettings }) {
  const access = () => props.settings.access
  return (
    <Verdict
      isAllowed={access().allow}
      why={STEPS[access().step]}
      href={placeOf(props.settings, access().target)}
      place={access().target}
    />
  )
}

function AgentVerdict(props: { settings: EffectiveSettings }) {
  return (
    <Show when={props.settings.agent}>
      {(agent) => (
        <Verdict
          isAllowed={agent().allow}
          why={AGENT_STEPS[agent().step]}
          href={placeOf(props.settings, agent().target)}
          place={agent().target}
        />
      )}
    </Show>
  )
}

function Verdict(props: {
  isAllowed: boolean
  why: string
  href: string | undefined
  place: 'server' | 'gateway' | null
}) {
  return (
    <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone={props.isAllowed ? 'ok' : 'bad'}>{props.isAllowed ? 'May use it' : 'Refused'}</Badge>
      <span class="text-ink-soft">
        {props.why}
        <Show when={props.href}>
          {(href) => (
            <>
              {', '}
              <A href={href()} class="text-accent underline">
                {props.place === 'gateway' ? 'set at the Gateway' : 'set at the server'}
              </A>
            </>
          )}
        </Show>
      </span>
    </div>
  )
}

function Groups(props: { settings: EffectiveSettings }) {
  return (
    <Show
      when={props.settings.groups.length > 0}
      fallback={<span class="text-ink-soft">In no group that matters here</span>}
    >
      <ul class="flex flex-wrap gap-x-4 gap-y-1">
        <For each={props.settings.groups}>
          {({ id, name, isTrusted }) => (
            <li>
              <A href={`/access/groups/${encodeURIComponent(id)}`} class="text-accent hover:underline">
                {visibleText(name)}
              </A>
              {!isTrusted && <span class="text-sm text-ink-soft"> (can only restrict: nobody vouches)</span>}
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function placeOf(
  { serverId, gatewayId }: EffectiveSettings,
  target: 'server' | 'gateway' | null,
): string | undefined {
  if (target === 'server') return `/servers/${encodeURIComponent(serverId)}/access`
  return target === 'gateway' && gatewayId !== null
    ? `/gateways/${encodeURIComponent(gatewayId)}/access`
    : undefined
}
