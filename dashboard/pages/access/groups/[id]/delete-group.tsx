// Deletes a group that nothing names. What names it is shown, with the way there.
import type { Group } from '../../../../../schema/api/groups.ts'
import { useGroupWrites } from '../../../../data/groups.ts'
import { ConfirmButton } from '../../../../ui/confirm-button.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { Uses } from '../../uses.tsx'

export function DeleteGroup(props: { group: Group; onDeleted: () => void }) {
  const writes = useGroupWrites()
  const toast = useToast()
  const remove = async () => {
    await writes.remove(props.group)
    toast({ message: `${props.group.name} is deleted.` })
  }
  return (
    <ConfirmButton
      label="Delete group"
      tone="danger"
      title={`Delete ${props.group.name}?`}
      typed={props.group.name}
      onConfirm={remove}
      onDone={() => props.onDeleted()}
      details={(error) => <Uses of={error} />}
    >
      Only a group that no access list and no rule names can be deleted. This cannot be undone.
    </ConfirmButton>
  )
}
