// The changes, newest first; each leads to its details.
import { A } from '@solidjs/router'
import type { AuditEvent } from '../../../schema/api/logs.ts'
import { visibleText } from '../../format/visible-text.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { LogMoment } from '../logs/log-moment.tsx'
import type { LogNames } from '../logs/log-names.ts'
import { ActorName } from './actor-name.tsx'
import { changedFields } from './changed-fields.ts'
import { wordsOf } from './resource-page.ts'

const FIELDS_SHOWN = 3

export function ChangeTable(props: {
  events: readonly AuditEvent[]
  names: LogNames
  hrefOf: (event: AuditEvent) => string
}) {
  return (
    <DataTable
      isDense
      label="Changes"
      rows={props.events}
      columns={[
        {
          title: 'When',
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
        { title: 'Who', cell: (event) => <ActorName event={event} /> },
        { title: 'Action', cell: ({ action }) => <span class="whitespace-nowrap">{wordsOf(action)}</span> },
        { title: 'About', cell: (event) => <About event={event} names={props.names} /> },
        { title: 'Changed', isExtra: true, cell: (event) => <Changed event={event} /> },
      ]}
    />
  )
}

/** Its name where one is known, else its id. */
function About(props: { event: AuditEvent; names: LogNames }) {
  const name = () => {
    const { resourceKind: kind, resourceId: id } = props.event
    if (kind === 'server' || kind === 'gateway' || kind === 'agent') {
      const known = props.names[kind](id)
      if (known !== id) return visibleText(known)
    }
    const found = props.event.after?.['name'] ?? props.event.before?.['name']
    return typeof found === 'string' ? visibleText(found) : undefined
  }
  const id = () => visibleText(props.event.resourceId)
  return (
    <div class="max-w-56">
      <span class="block truncate" title={name() ?? id()}>
        {name() ?? id()}
      </span>
      <span class="block truncate text-xs text-ink-soft" title={id()}>
        {name() === undefined ? wordsOf(props.event.resourceKind) : id()}
      </span>
    </div>
  )
}

/** The names of the fields. */
function Changed(props: { event: AuditEvent }) {
  const text = () => {
    const { before, after } = props.event
    if (before === null) return ''
    if (after === null) return 'All of it'
    const paths = changedFields(before, after).map(({ path }) => path)
    const more = paths.length - FIELDS_SHOWN
    return `${visibleText(paths.slice(0, FIELDS_SHOWN).join(', '))}${more > 0 ? ` and ${more} more` : ''}`
  }
  return (
    <span class="block max-w-64 truncate text-ink-soft" title={text()}>
      {text()}
    </span>
  )
}
