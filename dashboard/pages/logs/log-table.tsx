// Log events, one a row. Its time leads to the event's details.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { LogMoment } from './log-moment.tsx'
import { formatMs } from '../../format/numbers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import type { LogNames } from './log-names.ts'
import { OutcomeBadge } from './outcome-badge.tsx'

type LogColumn = 'server' | 'agent' | 'user'

export function LogTable(props: {
  events: readonly LogEvent[]
  names: LogNames
  /** Where the details of an event are: a link, so that it can be shared and opened beside. */
  hrefOf: (event: LogEvent) => string
  /** Columns that say nothing where all events have the same, such as the server in its own tab. */
  without?: readonly LogColumn[]
  label?: string
}) {
  const columns = (): Column<LogEvent>[] => [
    {
      title: 'Time',
      cell: (event) => (
        <A
          href={props.hrefOf(event)}
          noScroll
          class="font-medium whitespace-nowrap text-accent hover:underline"
        >
          <LogMoment at={event.at} />
        </A>
      ),
    },
    { title: 'Outcome', cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
    { title: 'What', cell: (event) => <What event={event} /> },
    {
      title: 'Took',
      isNumber: true,
      cell: ({ totalMs }) => (
        <span class="whitespace-nowrap">{totalMs === null ? '–' : formatMs(totalMs)}</span>
      ),
    },
    ...(props.without?.includes('server')
      ? []
      : [
          {
            title: 'Server',
            cell: ({ serverId }: LogEvent) => <Name text={serverId && props.names.server(serverId)} />,
          },
        ]),
    ...(props.without?.includes('agent')
      ? []
      : [
          {
            title: 'Agent',
            isExtra: true,
            cell: (event: LogEvent) => <AgentName event={event} names={props.names} />,
          },
        ]),
    ...(props.without?.includes('user')
      ? []
      : [
          {
            title: 'User',
            isExtra: true,
            cell: ({ userEmail, userSubject }: LogEvent) => (
              <Name text={shownOrNull(userEmail ?? userSubject)} />
            ),
          },
        ]),
  ]
  return <DataTable isDense label={props.label ?? 'Log events'} rows={props.events} columns={columns()} />
}

/** The tool that was called, else the method or the step. */
function What(props: { event: LogEvent }) {
  return (
    <div class="max-w-52 min-w-28">
      <span
        class="block truncate font-mono text-[0.8125rem]"
        title={visibleText(props.event.tool ?? props.event.method ?? '')}
      >
        {visibleText(props.event.tool ?? props.event.method ?? '–')}
      </span>
      <Show when={props.event.kind === 'authorization' || props.event.ruleId}>
        <span class="block truncate text-xs text-ink-soft" title={visibleText(props.event.ruleId ?? '')}>
          {[
            props.event.kind === 'authorization' ? 'Authorization' : '',
            visibleText(props.event.ruleId ?? ''),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </Show>
    </div>
  )
}

function AgentName(props: { event: LogEvent; names: LogNames }) {
  return (
    <Show
      when={props.event.agentId}
      fallback={<Name text={props.event.agentRecognisedBy === 'none' ? 'Unrecognised' : null} />}
    >
      {(id) => <Name text={props.names.agent(id())} />}
    </Show>
  )
}

function shownOrNull(text: string | null): string | null {
  return text === null ? null : visibleText(text)
}

function Name(props: { text: string | null }) {
  return (
    <span class="block max-w-36 truncate" title={visibleText(props.text ?? '')}>
      {visibleText(props.text ?? '–')}
    </span>
  )
}
