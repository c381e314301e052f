// The filters of the grants, in the URL's query.
import { createSignal, Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import type { GrantFilter } from '../../../../data/grants.ts'
import { GRANT_STATES, type GrantState } from '../../../../format/grant-state.tsx'
import { Button } from '../../../../ui/button.tsx'
import { SelectField, TextField } from '../../../../ui/field.tsx'

export interface GrantQuery {
  state?: string
  /** An e-mail, or a subject. */
  user?: string
  issuer?: string
  client?: string
  server?: string
  grant?: string
  [other: string]: string | undefined
}

type GrantQueryChange = { [Field in keyof GrantQuery]?: GrantQuery[Field] | undefined }

const STATES: readonly GrantState[] = ['active', 'refreshing', 'needs_reauth', 'revoked']

export function grantFilterOf(query: Partial<GrantQuery>): Omit<GrantFilter, 'gatewayId'> {
  const state = STATES.find((one) => one === query.state)
  const { user, issuer, client, server } = query
  return {
    ...(state ? { state } : {}),
    ...(user ? (user.includes('@') && !issuer ? { userEmail: user } : { userSubject: user }) : {}),
    ...(issuer ? { userIssuer: issuer } : {}),
    ...(client ? { clientId: client } : {}),
    ...(server ? { serverId: server } : {}),
  }
}

export function GrantFilters(props: {
  query: Partial<GrantQuery>
  servers: readonly Server[]
  gatewayId: string
  onChange: (change: GrantQueryChange) => void
}) {
  const [user, setUser] = createSignal(props.query.user ?? '')
  const [client, setClient] = createSignal(props.query.client ?? '')
  const apply = () =>
    props.onChange({
      user: user().trim() || undefined,
      client: client().trim() || undefined,
      // An issuer belongs to the subject it came with.
      ...(user().trim() === props.query.user ? {} : { issuer: undefined }),
    })
  const clear = () => {
    setUser('')
    setClient('')
    props.onChange({
      state: undefined,
      user: undefined,
      issuer: undefined,
      client: undefined,
      server: undefined,
    })
  }
  const attached = () => props.servers.filter(({ attachment }) => attachment?.gatewayId === props.gatewayId)
  return (
    <form
      role="search"
      aria-label="Filter grants"
      class="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[10rem_12rem_1fr_1fr_auto]"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <SelectField
        label="State"
        value={props.query.state ?? ''}
        options={[
          { value: '', label: 'Any' },
          ...STATES.map((state) => ({ value: state, label: GRANT_STATES[state].label })),
        ]}
        onChange={(state) => props.onChange({ state: state || undefined })}
      />
      <SelectField
        label="Server"
        value={props.query.server ?? ''}
        options={[
          { value: '', label: 'Any' },
          ...attached().map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(server) => props.onChange({ server: server || undefined })}
      />
      <TextField
        label="User"
        placeholder="E-mail or subject"
        value={user()}
        onInput={setUser}
        onChange={apply}
      />
      <TextField
        label="Client"
        placeholder="Client id"
        value={client()}
        onInput={setClient}
        onChange={apply}
      />
      <div class="flex gap-2">
        <Button type="submit">Filter</Button>
        <Show when={Object.keys(grantFilterOf(props.query)).length > 0}>
          <Button tone="quiet" onClick={clear}>
            Clear
          </Button>
        </Show>
      </div>
    </form>
  )
}
