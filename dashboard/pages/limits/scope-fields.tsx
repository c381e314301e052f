// What is counted: a server, a Gateway, one tool, one agent, one user, each user, or calls without a user; and where.
import { Match, Show, Switch } from 'solid-js'
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import { useAgents } from '../../data/agents.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'
import { SelectField } from '../../ui/field.tsx'
import { ToolNameField } from '../servers/tool-name-field.tsx'
import { PlaceFields } from './place-fields.tsx'
import { fieldsOf, type ScopeDraft } from './scope-draft.ts'
import { SCOPE_KINDS } from './scope-kinds.ts'
import { ScopeUserFields } from './scope-user-fields.tsx'

export function ScopeFields(props: {
  /** The page it stands on: then it counts there, and no other place is offered. */
  place: MeterPlace | undefined
  draft: ScopeDraft
  onChange: (change: Partial<ScopeDraft>) => void
  error: (field: string) => string | undefined
}) {
  const { may } = useSession()
  const agents = useAgents(() => may('servers.read'))
  const kinds = () => SCOPE_KINDS.filter(({ value }) => isOffered(value, props.place))
  /** What is said about no field that stands here. */
  const otherError = () => {
    const said = props.error('scope')
    const own = fieldsOf(props.draft).filter(
      (path) => !props.place || !/^scope\.(?:server|gateway)Id$/.test(path),
    )
    return own.some((path) => props.error(path) !== undefined) || props.error('scope.user') !== undefined
      ? undefined
      : said
  }
  return (
    <>
      <SelectField
        label="What is counted"
        value={props.draft.kind}
        options={kinds()}
        onChange={(value) => {
          const kind = SCOPE_KINDS.find((option) => option.value === value)?.value
          if (kind) props.onChange({ kind })
        }}
        error={otherError()}
      />
      <Switch>
        <Match when={props.draft.kind === 'agent'}>
          <SelectField
            label="Agent"
            value={props.draft.agentId}
            options={[
              { value: '', label: 'Choose an agent' },
              { value: 'unrecognised', label: 'Unrecognised (clients that are no known agent)' },
              ...(readyData(agents) ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(agentId) => props.onChange({ agentId })}
            error={props.error('scope.agentId')}
          />
        </Match>
        <Match when={props.draft.kind === 'user'}>
          <ScopeUserFields draft={props.draft} onChange={props.onChange} error={props.error} />
        </Match>
      </Switch>
      <Show when={!props.place}>
        <PlaceFields draft={props.draft} onChange={props.onChange} error={props.error} />
      </Show>
      <Show when={props.draft.kind === 'tool'}>
        <ToolNameField
          label="Tool"
          hint="Its name as the Tools tab shows it."
          serverId={props.draft.serverId}
          value={props.draft.tool}
          onChange={(tool) => props.onChange({ tool })}
          error={props.error('scope.tool')}
        />
      </Show>
    </>
  )
}

function isOffered(kind: MeterScope['kind'], place: MeterPlace | undefined): boolean {
  if (!place) return true
  return 'serverId' in place ? kind !== 'gateway' : kind !== 'server' && kind !== 'tool'
}
