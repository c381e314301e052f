// How an agent is recognised: for a custom one all of it, for a predefined one what this deployment adds.
import type { Agent } from '../../../schema/api/agents.ts'
import { loadAgent, useAgentWrites } from '../../data/agents.ts'
import { createForm, type Base } from '../../ui/create-form.ts'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { ListField } from '../../ui/list-field.tsx'

interface Values {
  name: string
  clientIds: string[]
  clientUrlPrefixes: string[]
  keywords: string[]
}

const LABELS = {
  name: 'Name',
  clientIds: 'OAuth client ids',
  clientUrlPrefixes: 'Client metadata URLs that begin with',
  keywords: 'Keywords in User-Agent or registered name',
} as const

const EMPTY: Values = { name: '', clientIds: [], clientUrlPrefixes: [], keywords: [] }

export function AgentForm(props: {
  /** Undefined: a new custom one. */
  agent?: Agent
  isReadOnly?: boolean
  onSaved: (saved: Agent) => void
}) {
  const writes = useAgentWrites()
  const isNew = props.agent === undefined
  const isPredefined = props.agent?.kind === 'predefined'
  const form = createForm<Values, Agent>({
    initial: props.agent ? baseOf(props.agent) : { values: EMPTY },
    save: ({ name, ...patterns }, version = 1) => {
      if (props.agent === undefined) return writes.create({ name, ...patterns })
      return writes.update(props.agent.id, isPredefined ? patterns : { name, ...patterns }, version)
    },
    rebase: baseOf,
    reload: async () => baseOf(await loadAgent(props.agent?.id ?? '')),
    onSaved: (saved) => props.onSaved(saved),
  })
  return (
    <Form
      form={form}
      action={isNew ? 'Create agent' : 'Save'}
      labels={LABELS}
      needsChange={!isNew}
      isReadOnly={props.isReadOnly ?? false}
    >
      {!isPredefined && (
        <TextField
          label={LABELS.name}
          value={form.values.name}
          onInput={(value) => form.set('name', value)}
          error={form.error('name')}
        />
      )}
      <ListField
        label={LABELS.clientIds}
        hint="Registered client ids, or whole URLs of client metadata documents, exactly. The surest way."
        values={form.values.clientIds}
        onChange={(values) => form.set('clientIds', values)}
        error={form.error('clientIds')}
        placeholder="https://agent.example.com/oauth/client.json"
      />
      <ListField
        label={LABELS.clientUrlPrefixes}
        hint="Every client metadata document below this URL. It ends with “/”, and only the agent's maker writes below it."
        values={form.values.clientUrlPrefixes}
        onChange={(values) => form.set('clientUrlPrefixes', values)}
        error={form.error('clientUrlPrefixes')}
        placeholder="https://agent.example.com/oauth/"
      />
      <ListField
        label={LABELS.keywords}
        hint="Anybody can say these, so an agent that is known by them alone counts as claimed. At least 3 characters; separate by commas."
        values={form.values.keywords}
        separator={/,+/}
        onChange={(values) => form.set('keywords', values)}
        error={form.error('keywords')}
        placeholder="acme-agent"
      />
      <p class="text-sm text-ink-soft">
        An access token that was made for the agent is this agent too: choose the agent when you make the
        token.
      </p>
    </Form>
  )
}

function baseOf({ name, clientIds, clientUrlPrefixes, keywords, version }: Agent): Base<Values> {
  return { values: { name, clientIds, clientUrlPrefixes, keywords }, version }
}
