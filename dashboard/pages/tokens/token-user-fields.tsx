// Whom a token stands for, if anybody.
import { Show } from 'solid-js'
import type { Server } from '../../../schema/api/servers.ts'
import { missingPermission } from '../../session/missing-permission.ts'
import { useSession } from '../../session/session.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import type { Form } from '../../ui/create-form.ts'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { needsUser } from './takes-tokens.ts'
import type { TokenValues } from './token-values.ts'

export function TokenUserFields(props: { form: Form<TokenValues>; server: Server | undefined }) {
  const { form } = props
  const { may, session } = useSession()
  /** Rules take such a user for proven, so naming one is a matter of access control. */
  const mayName = () => may('access.configure')
  const own = () => session().user
  return (
    <div class="space-y-4">
      <ChoiceField
        legend="User"
        value={form.values.userKind}
        choices={[
          {
            value: 'none',
            label: 'None',
            hint: 'A caller may name somebody in x-mcp-user, as a claim.',
          },
          {
            value: 'email',
            label: 'By e-mail',
            hint: mayName() ? 'Rules for this person hold.' : missingPermission('access.configure'),
            disabled: !mayName(),
          },
          {
            value: 'subject',
            label: 'By issuer and subject',
            hint: mayName()
              ? 'As the sign-in of this deployment names the person. Their own key of the server is used.'
              : missingPermission('access.configure'),
            disabled: !mayName(),
          },
        ]}
        onChange={(kind) => {
          form.set('userKind', kind)
          const user = own()
          if (kind === 'subject' && form.values.user.issuer === '' && user)
            form.set('user', 'issuer', user.issuer)
        }}
        error={form.error('user')}
      />
      <Show when={props.server && needsUser(props.server) && form.values.userKind !== 'subject'}>
        <Notice tone="warn">
          Each user of this server has a key of their own, so the token must name its user by issuer and
          subject.{!mayName() && ` ${missingPermission('access.configure', 'Naming one')}`}
        </Notice>
      </Show>
      <Show when={form.values.userKind === 'subject'}>
        <TextField
          label="Issuer"
          value={form.values.user.issuer}
          onInput={(text) => form.set('user', 'issuer', text)}
          error={form.error('user.issuer')}
        />
        <TextField
          label="Subject"
          value={form.values.user.subject}
          onInput={(text) => form.set('user', 'subject', text)}
          error={form.error('user.subject')}
        />
      </Show>
      <Show when={form.values.userKind !== 'none'}>
        <TextField
          label="E-mail"
          type="email"
          value={form.values.user.email}
          onInput={(text) => form.set('user', 'email', text)}
          error={form.error('user.email')}
        />
      </Show>
    </div>
  )
}
