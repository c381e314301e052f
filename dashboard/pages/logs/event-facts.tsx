// Every column of one event. What can be a filter leads to the events that have the same.
import { A } from '@solidjs/router'
import { For, Show, type JSX } from 'solid-js'
import type { LogEvent } from '../../../schema/api/logs.ts'
import type { LogFilter } from '../../data/logs.ts'
import { formatBytes } from '../../format/numbers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts, type Fact } from '../../ui/facts.tsx'
import { DurationBar } from './duration-bar.tsx'
import type { LogNames } from './log-names.ts'
import { OutcomeBadge, OUTCOMES } from './outcome-badge.tsx'

const RECOGNISED: Readonly<Record<NonNullable<LogEvent['agentRecognisedBy']>, string>> = {
  client: 'by its OAuth client',
  access_token: 'by its access token',
  user_agent: 'by a keyword in its User-Agent',
  none: 'not recognised',
}

const LEVELS: Readonly<Record<'proven' | 'bound' | 'claimed', string>> = {
  proven: 'proven',
  bound: 'bound to its token',
  claimed: 'claimed: nobody vouches for it',
}

export function EventFacts(props: {
  event: LogEvent
  names: LogNames
  /** Where the events with this value are; undefined where the page does not filter by it. */
  hrefOf: (filter: LogFilter, value: string) => string | undefined
}) {
  const same = (filter: LogFilter, value: string | null) => {
    const href = value === null ? undefined : props.hrefOf(filter, value)
    return (
      href && (
        <A href={href} class="text-sm whitespace-nowrap text-accent hover:underline">
          Only these
        </A>
      )
    )
  }
  const named = (path: string | undefined, id: string | null, name: string | null, filter?: LogFilter) =>
    id === null ? null : (
      <Value
        text={
          path === undefined ? (
            (name ?? id)
          ) : (
            <A href={`${path}/${encodeURIComponent(id)}`} class="text-accent hover:underline">
              {name ?? id}
            </A>
          )
        }
        under={name === null || name === id ? undefined : id}
        action={filter && same(filter, id)}
      />
    )
  const plain = (text: string | number | null, filter?: LogFilter) =>
    text === null ? null : (
      <Value text={visibleText(String(text))} action={filter && same(filter, String(text))} />
    )
  const groups = (): { title: string; facts: Fact[] }[] => {
    const { event, names } = props
    return [
      {
        title: 'What happened',
        facts: [
          { name: 'Time', value: <BothTimes at={event.at} /> },
          { name: 'Kind', value: event.kind === 'call' ? 'Call' : 'Authorization step' },
          { name: event.kind === 'call' ? 'Method' : 'Step', value: plain(event.method) },
          { name: 'Tool', value: plain(event.tool, 'tool') },
          {
            name: 'Outcome',
            value: (
              <Value
                text={<OutcomeBadge outcome={event.outcome} />}
                under={OUTCOMES[event.outcome].meaning}
                action={same('outcome', event.outcome)}
              />
            ),
          },
          { name: 'HTTP status', value: plain(event.status) },
          { name: 'Rule', value: event.ruleId && <Value text={<Code text={event.ruleId} />} /> },
          { name: 'Detail', value: plain(event.detail) },
          { name: 'Guardrail outcome', value: plain(event.guardrailOutcome, 'guardrailOutcome') },
          { name: 'Guardrail findings', value: <Findings findings={event.guardrailFindings} /> },
          { name: 'Duration', value: <DurationBar event={event} /> },
          {
            name: 'Request size',
            value: event.requestBytes === null ? null : formatBytes(event.requestBytes),
          },
          {
            name: 'Answer size',
            value: event.responseBytes === null ? null : formatBytes(event.responseBytes),
          },
          { name: 'Protocol version', value: plain(event.protocolVersion) },
        ],
      },
      {
        title: 'Where',
        facts: [
          {
            name: 'Server',
            value: named(
              '/servers',
              event.serverId,
              event.serverId && names.server(event.serverId),
              'serverId',
            ),
          },
          {
            name: 'Gateway',
            value: named(
              '/gateways',
              event.gatewayId,
              event.gatewayId && names.gateway(event.gatewayId),
              'gatewayId',
            ),
          },
          { name: 'Attachment', value: named(undefined, event.attachmentId, null, 'attachmentId') },
          { name: 'Grant', value: event.grantId && <Grant id={event.grantId} gatewayId={event.gatewayId} /> },
        ],
      },
      {
        title: 'Who',
        facts: [
          {
            name: 'Agent',
            value:
              event.agentId !== null || event.agentRecognisedBy !== null ? (
                <Value
                  text={
                    event.agentId === null ? (
                      'Unrecognised'
                    ) : (
                      <A
                        href={`/agents/${encodeURIComponent(event.agentId)}`}
                        class="text-accent hover:underline"
                      >
                        {names.agent(event.agentId)}
                      </A>
                    )
                  }
                  under={[
                    event.agentRecognisedBy && RECOGNISED[event.agentRecognisedBy],
                    event.agentLevel && LEVELS[event.agentLevel],
                  ]
                    .filter(Boolean)
                    .join('; ')}
                  action={same('agentId', event.agentId ?? 'unrecognised')}
                />
              ) : null,
          },
          {
            name: 'Client',
            value: named(
              undefined,
              event.clientId,
              event.clientName && visibleText(event.clientName),
              'clientId',
            ),
          },
          { name: 'User-Agent', value: plain(event.userAgent) },
          {
            name: 'User',
            value:
              event.userSubject === null && event.userEmail === null ? null : (
                <Value
                  text={visibleText(event.userEmail ?? event.userSubject ?? '')}
                  under={event.userLevel ? LEVELS[event.userLevel] : undefined}
                  action={same('userSubject', event.userSubject)}
                />
              ),
          },
          { name: 'User subject', value: event.userSubject && <Code text={event.userSubject} /> },
          { name: 'User issuer', value: plain(event.userIssuer) },
          { name: 'User domain', value: plain(event.userDomain, 'userDomain') },
        ],
      },
      {
        title: 'Ids',
        facts: [
          { name: 'Request id', value: <Id text={event.requestId} label="request id" /> },
          { name: 'Event id', value: <Id text={event.id} label="event id" /> },
        ],
      },
    ]
  }
  return (
    <For each={groups()}>
      {(group) => (
        <section aria-label={group.title}>
          <h3 class="mb-1 text-sm font-semibold">{group.title}</h3>
          <div class="rounded-md border border-line">
            <Facts facts={group.facts.map(({ name, value }) => ({ name, value: value ?? <Nothing /> }))} />
          </div>
        </section>
      )}
    </For>
  )
}

function Value(props: { text: JSX.Element; under?: string | undefined; action?: JSX.Element }) {
  return (
    <div class="flex items-start gap-3">
      <div class="min-w-0 flex-1 break-words">
        {props.text}
        <Show when={props.under}>
          <div class="text-sm break-all text-ink-soft">{visibleText(props.under ?? '')}</div>
        </Show>
      </div>
      {props.action}
    </div>
  )
}

function Grant(props: { id: string; gatewayId: string | null }) {
  return (
    <Show when={props.gatewayId} fallback={<Code text={props.id} />}>
      {(gatewayId) => (
        <A
          href={`/gateways/${encodeURIComponent(gatewayId())}/grants`}
          class="font-mono text-[0.8125rem] break-all text-accent hover:underline"
        >
          {props.id}
        </A>
      )}
    </Show>
  )
}

function BothTimes(props: { at: number }) {
  const date = () => new Date(props.at)
  return (
    <time dateTime={date().toISOString()}>
      {date().toLocaleString(undefined, {
        dateStyle: 'medium',
        timeStyle: 'long',
      })}
      <span class="block text-sm text-ink-soft">
        {date().toISOString().replace('T', ' ').replace('Z', '')} UTC
      </span>
    </time>
  )
}

function Id(props: { text: string; label: string }) {
  return (
    <div class="flex items-center gap-2">
      <span class="min-w-0 flex-1 break-all">
        <Code text={props.text} />
      </span>
      <CopyButton tone="quiet" text={props.text} label={props.label} />
    </div>
  )
}

function Findings(props: { findings: readonly unknown[] | null }) {
  return (
    <Show when={props.findings && props.findings.length > 0} fallback={<Nothing />}>
      <ul class="space-y-1">
        <For each={props.findings}>
          {(finding) => (
            <li>
              <Code text={JSON.stringify(finding)} />
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function Code(props: { text: string }) {
  return <code class="font-mono text-[0.8125rem] break-all">{visibleText(props.text)}</code>
}

function Nothing() {
  return <span class="text-ink-soft">–</span>
}
