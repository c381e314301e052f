import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { visibleText } from '../../format/visible-text.ts'
import type { Fact } from '../../ui/facts.tsx'
import type { EventFactsProps } from './event-facts.tsx'
import { Code, FactValue, OnlyThese } from './fact-value.tsx'
import { plainFact } from './plain-fact.tsx'

export function whereItWas(props: EventFactsProps): Fact[] {
  const { event, names } = props
  return [
    {
      name: 'Server',
      value: event.serverId && (
        <Place
          path="/servers"
          id={event.serverId}
          name={names.server(event.serverId)}
          same={props.hrefOf('serverId', event.serverId)}
        />
      ),
    },
    {
      name: 'Gateway',
      value: event.gatewayId && (
        <Place
          path="/gateways"
          id={event.gatewayId}
          name={names.gateway(event.gatewayId)}
          same={props.hrefOf('gatewayId', event.gatewayId)}
        />
      ),
    },
    { name: 'Attachment', value: plainFact(props, event.attachmentId, 'attachmentId') },
    { name: 'Grant', value: event.grantId && <Grant id={event.grantId} gatewayId={event.gatewayId} /> },
  ]
}

function Place(props: { path: string; id: string; name: string; same: string | undefined }) {
  return (
    <FactValue
      text={
        <A href={`${props.path}/${encodeURIComponent(props.id)}`} class="text-accent hover:underline">
          {visibleText(props.name)}
        </A>
      }
      under={props.name === props.id ? undefined : props.id}
      action={<OnlyThese href={props.same} />}
    />
  )
}

function Grant(props: { id: string; gatewayId: string | null }) {
  return (
    <Show when={props.gatewayId} fallback={<Code text={props.id} />}>
      {(gatewayId) => (
        <A
          href={`/gateways/${encodeURIComponent(gatewayId())}/grants?grant=${encodeURIComponent(props.id)}`}
          class="font-mono text-[0.8125rem] break-all text-accent hover:underline"
        >
          {visibleText(props.id)}
        </A>
      )}
    </Show>
  )
}
