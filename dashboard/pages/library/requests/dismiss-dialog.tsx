// Dismisses a request; whoever asked reads the reason.
import { Show } from 'solid-js'
import type { InstallRequest } from '../../../../schema/api/requests.ts'
import { useRequestWrites } from '../../../data/library-requests.ts'
import { createForm } from '../../../ui/create-form.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextArea } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { useToast } from '../../../ui/toast.tsx'

export function DismissDialog(props: { request: InstallRequest | undefined; onClose: () => void }) {
  return (
    <Dialog
      isOpen={props.request !== undefined}
      onClose={props.onClose}
      title={`Dismiss the request for ${props.request?.entryName ?? ''}`}
      description="Everybody who asked reads the reason."
    >
      <Show when={props.request} keyed>
        {(request) => <DismissForm request={request} onDone={props.onClose} />}
      </Show>
    </Dialog>
  )
}

function DismissForm(props: { request: InstallRequest; onDone: () => void }) {
  const { dismiss } = useRequestWrites()
  const toast = useToast()
  const form = createForm<{ reason: string }, InstallRequest>({
    initial: { values: { reason: '' } },
    save: ({ reason }) => dismiss(props.request.id, reason),
    onSaved: ({ entryName }) => {
      toast({ message: `The request for ${entryName} is dismissed.` })
      props.onDone()
    },
  })
  return (
    <Form form={form} action="Dismiss request">
      <TextArea
        label="Reason"
        value={form.values.reason}
        onInput={(text) => form.set('reason', text)}
        error={form.error('reason')}
      />
    </Form>
  )
}
