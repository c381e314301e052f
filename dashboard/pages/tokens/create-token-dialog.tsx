// Makes an access token; it goes to the dialog that shows it once.
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Agent } from '../../../schema/api/agents.ts'
import type { Server } from '../../../schema/api/servers.ts'
import { useAccessTokenWrites, type AccessTokenWithSecret } from '../../data/access-tokens.ts'
import { missingPermission } from '../../session/missing-permission.ts'
import { useSession } from '../../session/session.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { createForm } from '../../ui/create-form.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { ExpiryChoice } from './expiry-choice.tsx'
import type { NewToken } from './new-token-dialog.tsx'
import { BLANK_TOKEN, newTokenOf, type TokenValues } from './token-values.ts'
import { TokenUserFields } from './token-user-fields.tsx'

interface Props {
  servers: readonly Server[]
  agents: readonly Agent[]
  /** Chosen already, such as in the filter of the list. */
  serverId: string | undefined
  onClose: () => void
  onMade: (made: NewToken) => void
}

export function CreateTokenDialog(props: Props & { isOpen: boolean }) {
  const { may } = useSession()
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title="Create access token"
      description="For a client that cannot sign in. It is shown once."
    >
      <Show
        when={props.servers.length > 0}
        fallback={
          <div class="space-y-4">
            <p>Access tokens are for servers with the auth mode API key or none. There is no such server.</p>
            <Show when={may('servers.create')}>
              <A href="/servers/new" class={buttonClass('primary')}>
                Add a server
              </A>
            </Show>
          </div>
        }
      >
        <TokenForm {...props} />
      </Show>
    </Dialog>
  )
}

function TokenForm(props: Props) {
  const { create } = useAccessTokenWrites()
  const { may } = useSession()
  /** Whoever has the token counts as the agent, proven, so naming one is a matter of which agents may use a server. */
  const mayBind = () => may('agents.configure')
  const first = () => props.servers.find(({ id }) => id === props.serverId) ?? props.servers[0]
  const form = createForm<TokenValues, AccessTokenWithSecret>({
    initial: { values: { ...BLANK_TOKEN, serverId: first()?.id ?? '' } },
    save: (values) => create(newTokenOf(values, Date.now())),
    onSaved: ({ name, token, serverId }) => {
      const server = props.servers.find(({ id }) => id === serverId)
      props.onClose()
      props.onMade({ name, token, mcpUrl: server?.mcpUrl ?? '' })
    },
  })
  const server = () => props.servers.find(({ id }) => id === form.values.serverId)
  return (
    <Form form={form} action="Create token">
      <SelectField
        label="Server"
        value={form.values.serverId}
        options={props.servers.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => form.set('serverId', id)}
        error={form.error('serverId')}
      />
      <TextField
        label="Name"
        placeholder="Nightly report"
        value={form.values.name}
        onInput={(text) => form.set('name', text)}
        hint="Says later what it is for."
        error={form.error('name')}
      />
      <SelectField
        label="Agent"
        value={form.values.agentId}
        options={[
          { value: '', label: 'None' },
          ...props.agents.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(id) => form.set('agentId', id)}
        disabled={!mayBind()}
        hint={
          mayBind()
            ? 'Whoever comes with this token counts as this agent. None: as the client itself says.'
            : missingPermission('agents.configure')
        }
        error={form.error('agentId')}
      />
      <TokenUserFields form={form} server={server()} />
      <ExpiryChoice
        value={form.values.expiresAt}
        onChange={(value) => form.set('expiresAt', value)}
        error={form.error('expiresAt')}
      />
    </Form>
  )
}
