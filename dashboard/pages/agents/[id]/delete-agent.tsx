// Deletes a custom agent. What still names it is shown, with the way there.
import { createSignal, Show } from 'solid-js'
import type { Agent } from '../../../../schema/api/agents.ts'
import { useAgentWrites } from '../../../data/agents.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/dialog.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { createUses, Uses } from '../../access/uses.tsx'

export function DeleteAgent(props: { agent: Agent; onDeleted: () => void }) {
  const writes = useAgentWrites()
  const toast = useToast()
  const uses = createUses()
  const [isOpen, setOpen] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const remove = async () => {
    setBusy(true)
    try {
      await writes.remove(props.agent)
      toast({ message: `${props.agent.name} is deleted. Its clients are unrecognised from now on.` })
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
        Delete agent
      </Button>
      <ConfirmDialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={`Delete ${props.agent.name}?`}
        action="Delete agent"
        isBusy={isBusy()}
        error={uses.message()}
        onConfirm={() => void remove()}
      >
        <p>Its clients are unrecognised from then on, and each server decides about those.</p>
        <Show when={uses.list().length > 0}>
          <Uses uses={uses.list()} />
        </Show>
      </ConfirmDialog>
    </>
  )
}
