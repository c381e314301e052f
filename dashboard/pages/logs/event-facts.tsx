// Every column of one event. What can be a filter leads to the events that have the same.
import { For } from 'solid-js'
import type { LogEvent } from '../../../schema/api/logs.ts'
import type { LogFilter } from '../../data/logs.ts'
import { Facts, type Fact } from '../../ui/facts.tsx'
import { CopiedCode, OnlyThese } from './fact-value.tsx'
import type { LogNames } from './log-names.ts'
import { whatHappened } from './what-happened.tsx'
import { whereItWas } from './where-it-was.tsx'
import { whoItWas } from './who-it-was.tsx'

export interface EventFactsProps {
  event: LogEvent
  names: LogNames
  /** Where the events with this value are; undefined where the page does not filter by it. */
  hrefOf: (filter: LogFilter, value: string) => string | undefined
}

export function EventFacts(props: EventFactsProps) {
  const groups = (): { title: string; facts: Fact[] }[] => [
    { title: 'What happened', facts: whatHappened(props) },
    { title: 'Where', facts: whereItWas(props) },
    { title: 'Who', facts: whoItWas(props) },
    { title: 'Ids', facts: idsOf(props) },
  ]
  return (
    <For each={groups()}>
      {(group) => (
        <section aria-label={group.title}>
          <h3 class="mb-1 text-sm font-semibold">{group.title}</h3>
          <div class="rounded-md border border-line">
            <Facts
              facts={group.facts.map(({ name, value }) => ({
                name,
                value: value ?? <span class="text-ink-soft">–</span>,
              }))}
            />
          </div>
        </section>
      )}
    </For>
  )
}

function idsOf(props: EventFactsProps): Fact[] {
  const { id, requestId } = props.event
  return [
    {
      name: 'Request id',
      value: (
        <CopiedCode
          text={requestId}
          label="request id"
          action={<OnlyThese href={props.hrefOf('requestId', requestId)} />}
        />
      ),
    },
    { name: 'Event id', value: <CopiedCode text={id} label="event id" /> },
  ]
}
