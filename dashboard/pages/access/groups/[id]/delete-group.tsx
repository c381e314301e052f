// Deletes a group that nothing names. What names it is shown, with the way there.
import { createSignal, Show } from 'solid-js'
import type { Group } from '../../../../../schema/api/groups.ts'
import { useGroupWrites } from '../../../../data/groups.ts'
import { Button } from '../../../../ui/button.tsx'
import { ConfirmDialog } from '../../../../ui/dialog.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { createUses, Uses } from '../../uses.tsx'

export function DeleteGroup(props: { group: Group; onDeleted: () => void }) {
  const writes = useGroupWrites()
  const toast = useToast()
  const uses = createUses()
  const [isOpen, setOpen] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const remove = async () => {
    setBusy(true)
    try {
      await writes.remove(props.group)
      toast({ message: `${props.group.name} is deleted.` })
      props.onDeleted()
    } catch (error) {
      uses.note(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        tone="danger"
        onClick={() => {
          uses.forget()
          setOpen(true)
        }}
      >
        Delete group
      </Button>
      <ConfirmDialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={`Delete ${props.group.name}?`}
        action="Delete group"
        isBusy={isBusy()}
        error={uses.message()}
        onConfirm={() => void remove()}
      >
        <p>Only a group that no access list and no rule names can be deleted. This cannot be undone.</p>
        <Show when={uses.list().length > 0}>
          <Uses uses={uses.list()} />
        </Show>
      </ConfirmDialog>
    </>
  )
}
