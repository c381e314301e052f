import { Show } from 'solid-js'
import { saveOwnKey, useOwnKeysChanged, type OwnKey } from '../../data/own-keys.ts'
import { Button } from '../../ui/button.tsx'
import { createForm } from '../../ui/create-form.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { SecretField } from '../../ui/secret-field.tsx'
import { useToast } from '../../ui/toast.tsx'

export function KeyDialog(props: { of: OwnKey | undefined; onClose: () => void }) {
  return (
    <Dialog
      isOpen={props.of !== undefined}
      onClose={() => props.onClose()}
      title={props.of?.keySet ? 'Replace your key' : 'Set your key'}
      description={props.of?.name}
    >
      <Show when={props.of} keyed>
        {(of) => <KeyForm of={of} onClose={() => props.onClose()} />}
      </Show>
    </Dialog>
  )
}

function KeyForm(props: { of: OwnKey; onClose: () => void }) {
  const toast = useToast()
  const changed = useOwnKeysChanged()
  const empty = { key: '' }
  const form = createForm({
    initial: { values: empty },
    save: ({ key }) => saveOwnKey(props.of.serverId, key),
    rebase: () => ({ values: empty }),
    onSaved: () => {
      changed()
      toast({ message: `Your key of ${props.of.name} is kept. It holds everywhere within 10 s.` })
      props.onClose()
    },
  })
  return (
    <Form
      form={form}
      action="Keep this key"
      actions={<Button onClick={() => props.onClose()}>Cancel</Button>}
    >
      <SecretField
        label="Key"
        value={form.values.key}
        onInput={(key) => form.set({ key })}
        error={form.error('key')}
        hint={
          props.of.keySet
            ? 'Takes the place of the one you entered before, which cannot be shown.'
            : 'As the service behind this server gave it to you. It cannot be shown again.'
        }
      />
    </Form>
  )
}
