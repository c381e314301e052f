// Deletes a custom agent. What still names it is shown, with the way there.
import type { Agent } from '../../../../schema/api/agents.ts'
import { useAgentWrites } from '../../../data/agents.ts'
import { ConfirmButton } from '../../../ui/confirm-button.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { Uses } from '../../access/uses.tsx'

export function DeleteAgent(props: { agent: Agent; onDeleted: () => void }) {
  const writes = useAgentWrites()
  const toast = useToast()
  const remove = async () => {
    await writes.remove(props.agent)
    toast({ message: `${props.agent.name} is deleted. Its clients are unrecognised from now on.` })
  }
  return (
    <ConfirmButton
      label="Delete agent"
      tone="danger"
      title={`Delete ${props.agent.name}?`}
      typed={props.agent.name}
      onConfirm={remove}
      onDone={() => props.onDeleted()}
      details={(error) => <Uses of={error} />}
    >
      Its clients are unrecognised from then on, and each server decides about those.
    </ConfirmButton>
  )
}
