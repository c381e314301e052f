// The filters of the audit.
import { Show } from 'solid-js'
import type { AuditEvent } from '../../../schema/api/logs.ts'
import type { AuditFilter } from '../../data/audit.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, type Option } from '../../ui/field.tsx'
import { FilterText } from '../../ui/filter-text.tsx'
import { RangeField } from '../logs/range-field.tsx'
import type { AuditQueryState } from './audit-query.ts'
import { wordsOf } from './resource-page.ts'

const KINDS: readonly string[] = [
  'access_token',
  'agent',
  'api_key',
  'attachment',
  'budget',
  'client',
  'deployment',
  'embedding_app',
  'gateway',
  'group',
  'invitation',
  'member',
  'rate_limit',
  'request',
  'rule',
  'server',
  'session',
  'tool',
  'user',
]

export function AuditFilters(props: {
  query: AuditQueryState
  /** What was loaded: its values are suggested. */
  events: readonly AuditEvent[]
}) {
  const chosen = (name: AuditFilter) => props.query.filters()[name] ?? ''
  // Read where they are shown: a field that is made anew with every answer would lose what is being typed into it.
  const suggest =
    (valueOf: (event: AuditEvent) => string | null, labelOf = valueOf) =>
    (): Option[] =>
      [...new Map(props.events.map((event) => [valueOf(event), labelOf(event)]))].flatMap(([value, label]) =>
        value === null ? [] : [{ value, label: visibleText(label ?? value) }],
      )
  const text = (name: AuditFilter, label: string, suggestions: () => readonly Option[]) => (
    <FilterText
      label={label}
      value={chosen(name)}
      suggestions={suggestions()}
      onChange={(value) => props.query.setFilter(name, value)}
    />
  )
  const kinds = () => {
    const kind = chosen('resourceKind')
    const all = kind === '' || KINDS.includes(kind) ? KINDS : [...KINDS, kind]
    return [{ value: '', label: 'Any' }, ...all.map((value) => ({ value, label: wordsOf(value) }))]
  }
  return (
    <>
      <div class="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-5">
        <RangeField query={props.query} />
        {text(
          'actorId',
          'Who (id)',
          suggest(
            ({ actorId }) => actorId,
            ({ actorName, actorId }) => actorName ?? actorId,
          ),
        )}
        <SelectField
          label="What kind"
          value={chosen('resourceKind')}
          options={kinds()}
          onChange={(value) => props.query.setFilter('resourceKind', value)}
        />
        {text(
          'resourceId',
          'Of what (id)',
          suggest(({ resourceId }) => resourceId),
        )}
        {text(
          'action',
          'Action',
          suggest(({ action }) => action),
        )}
      </div>
      <Show when={props.query.isNarrowed()}>
        <Button tone="quiet" onClick={props.query.clear}>
          Clear all filters
        </Button>
      </Show>
    </>
  )
}
