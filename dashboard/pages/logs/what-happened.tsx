import { For } from 'solid-js'
import { localText, utcText } from '../../format/moment.tsx'
import { formatBytes } from '../../format/numbers.ts'
import type { Fact } from '../../ui/facts.tsx'
import { DurationBar } from './duration-bar.tsx'
import type { EventFactsProps } from './event-facts.tsx'
import { Code, FactValue, OnlyThese } from './fact-value.tsx'
import { OutcomeBadge, OUTCOMES } from './outcome-badge.tsx'
import { plainFact } from './plain-fact.tsx'

export function whatHappened(props: EventFactsProps): Fact[] {
  const { event } = props
  return [
    { name: 'Time', value: <BothTimes at={event.at} /> },
    { name: 'Kind', value: event.kind === 'call' ? 'Call' : 'Authorization step' },
    { name: event.kind === 'call' ? 'Method' : 'Step', value: plainFact(props, event.method) },
    { name: 'Tool', value: plainFact(props, event.tool, 'tool') },
    {
      name: 'Outcome',
      value: (
        <FactValue
          text={<OutcomeBadge outcome={event.outcome} />}
          under={OUTCOMES[event.outcome].meaning}
          action={<OnlyThese href={props.hrefOf('outcome', event.outcome)} />}
        />
      ),
    },
    { name: 'HTTP status', value: plainFact(props, event.status) },
    { name: 'Rule', value: event.ruleId && <Code text={event.ruleId} /> },
    { name: 'Detail', value: plainFact(props, event.detail) },
    { name: 'Guardrail outcome', value: plainFact(props, event.guardrailOutcome, 'guardrailOutcome') },
    {
      name: 'Guardrail findings',
      value: event.guardrailFindings && event.guardrailFindings.length > 0 && (
        <Findings findings={event.guardrailFindings} />
      ),
    },
    { name: 'Duration', value: <DurationBar event={event} /> },
    { name: 'Request size', value: event.requestBytes === null ? null : formatBytes(event.requestBytes) },
    { name: 'Answer size', value: event.responseBytes === null ? null : formatBytes(event.responseBytes) },
    { name: 'Protocol version', value: plainFact(props, event.protocolVersion) },
  ]
}

function BothTimes(props: { at: number }) {
  return (
    <time dateTime={new Date(props.at).toISOString()}>
      {localText(props.at, 'long')}
      <span class="block text-sm text-ink-soft">{utcText(props.at, 'milliseconds')}</span>
    </time>
  )
}

function Findings(props: { findings: readonly unknown[] }) {
  return (
    <ul class="space-y-1">
      <For each={props.findings}>
        {(finding) => (
          <li>
            <Code text={JSON.stringify(finding)} />
          </li>
        )}
      </For>
    </ul>
  )
}
