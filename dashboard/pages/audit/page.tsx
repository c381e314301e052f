// Who changed what, when; before and after. Filters and the open change are in the URL.
import { A, useLocation, useSearchParams } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import type { AuditEvent } from '../../../schema/api/logs.ts'
import { AUDIT_FILTERS, useAudit, type AuditFilter, type AuditFilters } from '../../data/audit.ts'
import { readyData } from '../../data/ready-data.ts'
import { visibleText } from '../../format/visible-text.ts'
import { Permitted } from '../../session/permitted.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SelectField, type Option } from '../../ui/field.tsx'
import { FilterText } from '../../ui/filter-text.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { LogMoment } from '../logs/log-moment.tsx'
import { createLogNames, type LogNames } from '../logs/log-names.ts'
import { RangeField } from '../logs/range-field.tsx'
import { parseRange } from '../logs/time-range.ts'
import { ActorName } from './actor-name.tsx'
import { AuditDrawer } from './audit-drawer.tsx'
import { changedFields } from './changed-fields.ts'
import { wordsOf } from './resource-page.ts'

const KINDS = [
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
] as const

const FIELDS_SHOWN = 3

export default function AuditPage() {
  return (
    <Permitted permission="audit.read" title="Audit">
      <Audit />
    </Permitted>
  )
}

function Audit() {
  const location = useLocation()
  const [params, setParams] =
    useSearchParams<Record<AuditFilter | 'range' | 'from' | 'to' | 'event', string>>()
  const filters = (): AuditFilters =>
    Object.fromEntries(AUDIT_FILTERS.flatMap((name) => (params[name] ? [[name, params[name]]] : [])))
  const parsed = () => parseRange({ range: params.range, from: params.from, to: params.to }, 'all')
  const range = {
    preset: () => parsed().preset,
    range: () => parsed().range,
    setPreset: (preset: string) => setParams({ range: preset, from: null, to: null }),
    setBounds: (from: number | undefined, to: number | undefined) =>
      setParams({ range: null, from: from ?? null, to: to ?? null }),
  }
  const names = createLogNames()
  const audit = useAudit(filters, range.range)
  const events = createMemo<readonly AuditEvent[]>(
    () => readyData(audit)?.pages.flatMap((page) => page.events) ?? [],
  )
  const isNarrowed = () => Object.keys(filters()).length > 0 || parsed().preset !== 'all'
  const clear = () =>
    setParams({
      ...Object.fromEntries(AUDIT_FILTERS.map((name) => [name, null])),
      range: null,
      from: null,
      to: null,
    })
  const hrefWith = (changes: Readonly<Record<string, string | undefined>>) => {
    const query = new URLSearchParams(location.search)
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) query.delete(name)
      else query.set(name, value)
    }
    const text = query.toString()
    return `/audit${text === '' ? '' : `?${text}`}`
  }
  const suggest = (valueOf: (event: AuditEvent) => string | null, labelOf = valueOf): Option[] =>
    [...new Map(events().map((event) => [valueOf(event), labelOf(event)]))].flatMap(([value, label]) =>
      value === null ? [] : [{ value, label: visibleText(label ?? value) }],
    )
  const text = (name: AuditFilter, label: string, suggestions: readonly Option[]) => (
    <FilterText
      label={label}
      value={params[name] ?? ''}
      suggestions={suggestions}
      onChange={(value) => setParams({ [name]: value || null })}
    />
  )
  const kinds = () => {
    const chosen = params.resourceKind
    const known: readonly string[] = KINDS
    const all = chosen && !known.includes(chosen) ? [...known, chosen] : known
    return [{ value: '', label: 'Any' }, ...all.map((kind) => ({ value: kind, label: wordsOf(kind) }))]
  }
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who changed what, and when. Secrets are never in it; it says only whether one is set."
      />
      <div class="space-y-4">
        <div class="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-5">
          <RangeField query={range} />
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
            value={params.resourceKind ?? ''}
            options={kinds()}
            onChange={(value) => setParams({ resourceKind: value || null })}
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
        <Show when={isNarrowed()}>
          <Button tone="quiet" onClick={clear}>
            Clear all filters
          </Button>
        </Show>
        <Card flush>
          <Loaded query={audit}>
            {() => (
              <Show
                when={events().length > 0}
                fallback={
                  <EmptyState
                    title={isNarrowed() ? 'No change is like this' : 'Nothing was changed yet'}
                    action={isNarrowed() && <Button onClick={clear}>Clear all filters</Button>}
                  >
                    {isNarrowed()
                      ? 'Remove a filter or take a longer time.'
                      : 'Every change that an admin makes, and every sign-in, appears here.'}
                  </EmptyState>
                }
              >
                <DataTable
                  isDense
                  label="Changes"
                  rows={events()}
                  columns={[
                    {
                      title: 'When',
                      cell: (event) => (
                        <A
                          href={hrefWith({ event: event.id })}
                          noScroll
                          class="font-medium whitespace-nowrap text-accent hover:underline"
                        >
                          <LogMoment at={event.at} />
                        </A>
                      ),
                    },
                    { title: 'Who', cell: (event) => <ActorName event={event} /> },
                    {
                      title: 'Action',
                      cell: ({ action }) => <span class="whitespace-nowrap">{wordsOf(action)}</span>,
                    },
                    { title: 'About', cell: (event) => <About event={event} names={names} /> },
                    { title: 'Changed', isExtra: true, cell: (event) => <Changed event={event} /> },
                  ]}
                />
                <MoreButton query={audit} />
              </Show>
            )}
          </Loaded>
        </Card>
      </div>
      <AuditDrawer
        id={params.event}
        events={events()}
        hrefWith={hrefWith}
        onClose={() => setParams({ event: null }, { replace: true })}
      />
    </>
  )
}

/** Its name where one is known, else its id. */
function About(props: { event: AuditEvent; names: LogNames }) {
  const name = () => {
    const { resourceKind: kind, resourceId: id } = props.event
    if (kind === 'server' || kind === 'gateway' || kind === 'agent') {
      const known = props.names[kind](id)
      if (known !== id) return known
    }
    const found = props.event.after?.['name'] ?? props.event.before?.['name']
    return typeof found === 'string' ? visibleText(found) : undefined
  }
  return (
    <div class="max-w-56">
      <span class="block truncate" title={name() ?? visibleText(props.event.resourceId)}>
        {name() ?? visibleText(props.event.resourceId)}
      </span>
      <span class="block truncate text-xs text-ink-soft" title={visibleText(props.event.resourceId)}>
        {name() === undefined ? wordsOf(props.event.resourceKind) : visibleText(props.event.resourceId)}
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
