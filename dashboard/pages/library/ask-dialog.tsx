// Asks the admins for a server of the library, with what it is needed for.
import { Show } from 'solid-js'
import type { OwnRequest } from '../../../schema/api/requests.ts'
import { useRequestWrites } from '../../data/library-requests.ts'
import { createForm } from '../../ui/create-form.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { useToast } from '../../ui/toast.tsx'

export function AskDialog(props: {
  entryId: string | undefined
  name: string | undefined
  onClose: () => void
}) {
  return (
    <Dialog
      isOpen={props.entryId !== undefined}
      onClose={props.onClose}
      title={`Request ${props.name ?? 'this server'}`}
      description="Your admins see who asks, and why."
    >
      <Show when={props.entryId} keyed>
        {(entryId) => <AskForm entryId={entryId} onDone={props.onClose} />}
      </Show>
    </Dialog>
  )
}

function AskForm(props: { entryId: string; onDone: () => void }) {
  const { ask } = useRequestWrites()
  const toast = useToast()
  const form = createForm<{ note: string }, OwnRequest>({
    initial: { values: { note: '' } },
    save: ({ note }) => ask(props.entryId, note),
    onSaved: ({ entryName }) => {
      toast({ message: `You asked for ${entryName}. Its state stands under My requests.` })
      props.onDone()
    },
  })
  return (
    <Form form={form} action="Send request">
      <TextArea
        label="What do you need it for?"
        value={form.values.note}
        onInput={(text) => form.set('note', text)}
        hint="At most 500 characters. You may leave it empty."
        error={form.error('note')}
      />
    </Form>
  )
}
