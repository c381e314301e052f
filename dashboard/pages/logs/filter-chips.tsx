// What the list is narrowed to, each removable.
import { For, Show } from 'solid-js'
import { LOG_FILTERS, type LogFilter } from '../../data/logs.ts'
import { localText, utcText } from '../../format/moment.tsx'
import { visibleText } from '../../format/visible-text.ts'
import { Chip } from '../../ui/chip.tsx'
import { Button } from '../../ui/button.tsx'
import type { LogNames } from './log-names.ts'
import type { LogQueryState } from './log-query.ts'
import { OUTCOMES } from './outcome-badge.tsx'
import { CUSTOM } from './time-range.ts'

const LABELS: Readonly<Record<LogFilter, string>> = {
  requestId: 'Request id',
  serverId: 'Server',
  gatewayId: 'Gateway',
  attachmentId: 'Attachment',
  tool: 'Tool',
  agentId: 'Agent',
  userEmail: 'User e-mail',
  userSubject: 'User',
  userDomain: 'User domain',
  userLevel: 'User is',
  clientId: 'Client',
  kind: 'Kind',
  outcome: 'Outcome',
  guardrailOutcome: 'Guardrail outcome',
}

export function FilterChips(props: { query: LogQueryState; names: LogNames }) {
  const shown = (name: LogFilter, value: string) => {
    if (name === 'serverId') return props.names.server(value)
    if (name === 'gatewayId') return props.names.gateway(value)
    if (name === 'agentId') return props.names.agent(value)
    if (name === 'outcome')
      return Object.entries(OUTCOMES).find(([outcome]) => outcome === value)?.[1].label ?? value
    return visibleText(value)
  }
  const chosen = () =>
    LOG_FILTERS.flatMap((name) => {
      const value = props.query.chosen()[name]
      return value === undefined ? [] : [{ name, value }]
    })
  const isCustom = () => props.query.preset() === CUSTOM
  const bounds = (write: (at: number) => string) => {
    const { from, to } = props.query.range()
    return [from === undefined ? '' : `from ${write(from)}`, to === undefined ? '' : `to ${write(to)}`]
      .filter(Boolean)
      .join(' ')
  }
  return (
    <Show when={chosen().length > 0 || isCustom()}>
      <div class="flex flex-wrap items-center gap-2">
        <Show when={isCustom()}>
          <Chip
            label="Time"
            text={bounds(localText)}
            title={bounds(utcText)}
            onRemove={() => props.query.setPreset('24h')}
          />
        </Show>
        <For each={chosen()}>
          {({ name, value }) => (
            <Chip
              label={LABELS[name]}
              text={shown(name, value)}
              onRemove={() => props.query.setFilter(name, '')}
            />
          )}
        </For>
        <Button tone="quiet" onClick={props.query.clear}>
          Clear all
        </Button>
      </div>
    </Show>
  )
}
