import { Show } from 'solid-js'
import type { Member } from '../../../schema/api/members.ts'
import { changeRole, loadMember, useMembersChanged } from '../../data/members.ts'
import { ROLE_NAMES } from '../../data/permissions.ts'
import { visibleText } from '../../format/visible-text.ts'
import { rolesToGive } from '../../session/may-give-role.ts'
import { useSession } from '../../session/session.tsx'
import { createForm, type Base } from '../../ui/create-form.ts'
import { Form } from '../../ui/form.tsx'
import { useToast } from '../../ui/toast.tsx'
import { RoleField } from './role-field.tsx'

const baseOf = ({ role, version }: Member): Base<{ role: Member['role'] }> => ({ values: { role }, version })

export function RoleForm(props: { member: Member; isLastOwner: boolean | undefined }) {
  const { session } = useSession()
  const toast = useToast()
  const changed = useMembersChanged()
  const form = createForm({
    initial: baseOf(props.member),
    save: ({ role }, version) => changeRole(props.member.id, role, version),
    rebase: baseOf,
    reload: async () => baseOf(await loadMember(props.member.id)),
    onSaved: ({ email, role }) => {
      changed()
      toast({
        message: `${visibleText(email)} is ${ROLE_NAMES[role]} now. It holds with their next request.`,
      })
    },
  })
  return (
    <section>
      <Form
        form={form}
        action="Change role"
        labels={{ role: 'Role' }}
        textOf={(_role, { role }) => ROLE_NAMES[role]}
        needsChange
        isReadOnly={props.isLastOwner !== false}
      >
        <RoleField
          value={form.values.role}
          roles={rolesToGive(session())}
          error={form.error('role')}
          onChange={(role) => form.set({ role })}
        />
      </Form>
      <Show when={props.isLastOwner}>
        <p class="mt-3 text-sm text-ink-soft">
          This is the last Owner, who cannot be changed or removed: nobody could change Owners any more. Make
          another member an Owner first.
        </p>
      </Show>
    </section>
  )
}
