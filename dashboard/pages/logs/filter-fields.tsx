// The filters of the log.
import { createSignal, createUniqueId, Show } from 'solid-js'
import type { LogEvent } from '../../../schema/api/logs.ts'
import { useAgents } from '../../data/agents.ts'
import { useGateways } from '../../data/gateways.ts'
import type { LogFilter } from '../../data/logs.ts'
import { readyData } from '../../data/ready-data.ts'
import { findRequestId } from '../../data/request-id.ts'
import { useServers } from '../../data/servers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField, type Option } from '../../ui/field.tsx'
import { FilterText } from '../../ui/filter-text.tsx'
import type { LogQueryState } from './log-query.ts'
import { OUTCOMES } from './outcome-badge.tsx'
import { RangeField } from './range-field.tsx'

const EXTRA: readonly LogFilter[] = [
  'gatewayId',
  'userEmail',
  'userSubject',
  'userDomain',
  'userLevel',
  'clientId',
  'kind',
  'guardrailOutcome',
]

const UNRECOGNISED: Option = { value: 'unrecognised', label: 'Unrecognised' }

export function FilterFields(props: {
  query: LogQueryState
  /** Filters that the page has set for good. */
  fixed: readonly LogFilter[]
  /** What was loaded: its values are suggested. */
  events: readonly LogEvent[]
}) {
  const { may } = useSession()
  const servers = useServers(() => may('servers.read'))
  const gateways = useGateways(() => may('gateways.read'))
  const agents = useAgents(() => may('servers.read'))
  const [isWide, setWide] = createSignal(EXTRA.some((name) => props.query.chosen()[name] !== undefined))
  const extraId = createUniqueId()
  const has = (name: LogFilter) => !props.fixed.includes(name)
  // Read where they are shown: a field that is made anew with every answer would lose what is being typed into it.
  const suggest =
    (valueOf: (event: LogEvent) => string | null, labelOf = valueOf) =>
    (): Option[] => {
      const found = new Map(props.events.map((event) => [valueOf(event), labelOf(event)]))
      return [...found].flatMap(([value, label]) =>
        value === null ? [] : [{ value, label: visibleText(label ?? value) }],
      )
    }
  const select = (name: LogFilter, label: string, options: () => readonly Option[]) => (
    <Show when={has(name)}>
      <SelectField
        label={label}
        value={props.query.chosen()[name] ?? ''}
        options={withChosen(options(), props.query.chosen()[name])}
        onChange={(value) => props.query.setFilter(name, value)}
      />
    </Show>
  )
  const text = (name: LogFilter, label: string, suggestions: () => readonly Option[]) => (
    <Show when={has(name)}>
      <FilterText
        label={label}
        value={props.query.chosen()[name] ?? ''}
        suggestions={suggestions()}
        onChange={(value) => props.query.setFilter(name, value)}
      />
    </Show>
  )
  return (
    <div class="space-y-3">
      <div class="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-6">
        <RangeField query={props.query} />
        <FilterText
          label="Request id"
          value={props.query.chosen().requestId ?? ''}
          placeholder="From an error message"
          onChange={(text) => props.query.setRequest(findRequestId(text) ?? text)}
        />
        {select('serverId', 'Server', () => optionsOf(readyData(servers)?.servers))}
        {select('agentId', 'Agent', () => [UNRECOGNISED, ...optionsOf(readyData(agents))])}
        {select('outcome', 'Outcome', () =>
          Object.entries(OUTCOMES).map(([value, { label }]) => ({ value, label })),
        )}
        {text(
          'tool',
          'Tool',
          suggest(({ tool }) => tool),
        )}
      </div>
      <div id={extraId} class="grid grid-cols-2 gap-3 md:grid-cols-3" hidden={!isWide()}>
        {select('gatewayId', 'Gateway', () => optionsOf(readyData(gateways)?.gateways))}
        {text(
          'userEmail',
          'User e-mail',
          suggest(({ userEmail }) => userEmail),
        )}
        {text(
          'userSubject',
          'User (subject)',
          suggest(
            ({ userSubject }) => userSubject,
            ({ userEmail, userSubject }) => userEmail ?? userSubject,
          ),
        )}
        {text(
          'userDomain',
          'User domain',
          suggest(({ userDomain }) => userDomain),
        )}
        {text(
          'clientId',
          'Client id',
          suggest(
            ({ clientId }) => clientId,
            ({ clientName, clientId }) => clientName ?? clientId,
          ),
        )}
        {select('userLevel', 'User is', () => [
          { value: 'proven', label: 'Proven' },
          { value: 'claimed', label: 'Only claimed' },
        ])}
        {select('kind', 'Kind', () => [
          { value: 'call', label: 'Calls' },
          { value: 'authorization', label: 'Authorization steps' },
        ])}
        {text(
          'guardrailOutcome',
          'Guardrail outcome',
          suggest(({ guardrailOutcome }) => guardrailOutcome),
        )}
      </div>
      <Button
        tone="quiet"
        aria-expanded={isWide()}
        aria-controls={extraId}
        onClick={() => setWide(!isWide())}
      >
        {isWide() ? 'Fewer filters' : 'More filters'}
      </Button>
    </div>
  )
}

function optionsOf(things: readonly { id: string; name: string }[] | undefined): Option[] {
  return (things ?? []).map(({ id, name }) => ({ value: id, label: name }))
}

/** What is chosen stands there also when it is deleted, or its name is not known yet. */
function withChosen(options: readonly Option[], value: string | undefined): Option[] {
  const isMissing = value !== undefined && options.every((option) => option.value !== value)
  return [{ value: '', label: 'Any' }, ...options, ...(isMissing ? [{ value, label: value }] : [])]
}
