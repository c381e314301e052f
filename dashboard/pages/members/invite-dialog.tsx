// Invites a person: e-mail and role, then the link to pass on.
import { createSignal } from 'solid-js'
import type { Role } from '../../../schema/api/permissions.ts'
import { createInvitation, useInvitationsChanged, type InvitationWithLink } from '../../data/invitations.ts'
import { rolesToGive } from '../../session/may-give-role.ts'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { createForm } from '../../ui/create-form.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { InvitationLinkDialog } from './invitation-link-dialog.tsx'
import { RoleField } from './role-field.tsx'

export function InviteDialog(props: { isOpen: boolean; onClose: () => void }) {
  const [made, setMade] = createSignal<InvitationWithLink>()
  return (
    <>
      <Dialog
        isOpen={props.isOpen}
        onClose={() => props.onClose()}
        title="Invite a person"
        description="They become a member by opening a link and signing in with this address."
      >
        <InviteForm
          onCancel={() => props.onClose()}
          onMade={(invitation) => {
            setMade(invitation)
            props.onClose()
          }}
        />
      </Dialog>
      <InvitationLinkDialog invitation={made()} onClose={() => setMade(undefined)} />
    </>
  )
}

function InviteForm(props: { onMade: (made: InvitationWithLink) => void; onCancel: () => void }) {
  const { session } = useSession()
  const changed = useInvitationsChanged()
  const roles = rolesToGive(session())
  const values: { email: string; role: Role } = { email: '', role: roles.at(-1) ?? 'viewer' }
  const form = createForm({
    initial: { values },
    save: createInvitation,
    rebase: () => ({ values }),
    onSaved: (made) => {
      changed()
      props.onMade(made)
    },
  })
  return (
    <Form
      form={form}
      action="Make the link"
      actions={<Button onClick={() => props.onCancel()}>Cancel</Button>}
    >
      <TextField
        label="E-mail"
        type="email"
        inputmode="email"
        placeholder="ada@example.com"
        value={form.values.email}
        onInput={(email) => form.set({ email })}
        error={form.error('email')}
        hint="The sign-in provider must vouch for this address, or the link serves nobody."
      />
      <RoleField
        value={form.values.role}
        roles={roles}
        error={form.error('role')}
        onChange={(role) => form.set({ role })}
      />
    </Form>
  )
}
