// What is counted: everything here, one tool, one agent, one user, each user, or calls without a user.
import { Match, Show, Switch } from 'solid-js'
import type { MeterScope } from '../../../../../schema/api/meter-scope.ts'
import { useAgents } from '../../../../data/agents.ts'
import type { MeterPlace } from '../../../../data/budgets.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { useSession } from '../../../../session/session.tsx'
import { SelectField, TextField } from '../../../../ui/field.tsx'
import type { ScopeDraft } from './create-scope.ts'

const KINDS: readonly { value: MeterScope['kind']; label: string }[] = [
  { value: 'server', label: 'All calls to the server' },
  { value: 'gateway', label: 'All calls through the Gateway' },
  { value: 'tool', label: 'Calls of one tool' },
  { value: 'agent', label: 'Calls of one agent' },
  { value: 'user', label: 'Calls of one user' },
  { value: 'default_user', label: 'Calls of each user who has none of their own' },
  { value: 'anonymous', label: 'Calls without a user, together' },
]

export function ScopeFields(props: {
  place: MeterPlace
  draft: ScopeDraft
  onChange: (change: Partial<ScopeDraft>) => void
  error: (field: string) => string | undefined
}) {
  const { may } = useSession()
  const agents = useAgents(() => may('servers.read'))
  const isServer = () => 'serverId' in props.place
  const kinds = () =>
    KINDS.filter(({ value }) => (isServer() ? value !== 'gateway' : value !== 'server' && value !== 'tool'))
  return (
    <>
      <SelectField
        label="What is counted"
        value={props.draft.kind}
        options={kinds()}
        onChange={(value) => {
          const kind = KINDS.find((option) => option.value === value)?.value
          if (kind) props.onChange({ kind })
        }}
        error={
          props.draft.kind === 'server' || props.draft.kind === 'gateway' ? props.error('scope') : undefined
        }
      />
      <Switch>
        <Match when={props.draft.kind === 'tool'}>
          <TextField
            label="Tool"
            class="font-mono"
            hint="Its name as the Tools tab shows it."
            value={props.draft.tool}
            onInput={(tool) => props.onChange({ tool })}
            error={props.error('scope')}
          />
        </Match>
        <Match when={props.draft.kind === 'agent'}>
          <SelectField
            label="Agent"
            value={props.draft.agentId}
            options={[
              { value: '', label: 'Choose an agent' },
              ...(readyData(agents) ?? []).map(({ id, name }) => ({ value: id, label: name })),
              { value: 'unrecognised', label: 'Clients that are no known agent' },
            ]}
            onChange={(agentId) => props.onChange({ agentId })}
            error={props.error('scope')}
          />
        </Match>
        <Match when={props.draft.kind === 'user'}>
          <TextField
            label="E-mail of the user"
            type="email"
            hint="Counts calls whose user is proven to have this e-mail."
            value={props.draft.email}
            onInput={(email) => props.onChange({ email })}
            error={props.error('scope')}
          />
        </Match>
      </Switch>
      <Show when={props.draft.kind === 'default_user' || props.draft.kind === 'anonymous'}>
        <Show when={props.error('scope')}>
          {(message) => (
            <p role="alert" class="text-sm text-bad">
              {message()}
            </p>
          )}
        </Show>
      </Show>
    </>
  )
}
