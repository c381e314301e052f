// Makes a key: a name, what it may, when it ends; then the key, once.
import { createSignal } from 'solid-js'
import type { Permission } from '../../../schema/api/permissions.ts'
import { createApiKey, useApiKeysChanged, type ApiKeyWithSecret } from '../../data/api-keys.ts'
import { Button } from '../../ui/button.tsx'
import { createForm } from '../../ui/create-form.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { ShownOnceDialog } from '../../ui/shown-once-dialog.tsx'
import { ExpiryField } from './expiry-field.tsx'
import { PermissionField } from './permission-field.tsx'

export function CreateKeyDialog(props: { isOpen: boolean; onClose: () => void }) {
  const [made, setMade] = createSignal<ApiKeyWithSecret>()
  return (
    <>
      <Dialog isOpen={props.isOpen} onClose={() => props.onClose()} title="Create API key" asDrawer>
        <CreateKeyForm
          onCancel={() => props.onClose()}
          onMade={(key) => {
            setMade(key)
            props.onClose()
          }}
        />
      </Dialog>
      <ShownOnceDialog
        title="Your new API key"
        label="API key"
        secret={made()?.key}
        onClose={() => setMade(undefined)}
      >
        Keep it where the program reads its secrets, and send it as{' '}
        <code class="font-mono">Authorization: Bearer …</code>
      </ShownOnceDialog>
    </>
  )
}

interface Values {
  name: string
  permissions: Permission[]
  expiresAt: number | null
}

function CreateKeyForm(props: { onMade: (made: ApiKeyWithSecret) => void; onCancel: () => void }) {
  const changed = useApiKeysChanged()
  const empty: Values = { name: '', permissions: [], expiresAt: null }
  const form = createForm({
    initial: { values: empty },
    save: createApiKey,
    rebase: () => ({ values: empty }),
    onSaved: (made) => {
      changed()
      props.onMade(made)
    },
  })
  return (
    <Form
      form={form}
      action="Create API key"
      actions={<Button onClick={() => props.onCancel()}>Cancel</Button>}
    >
      <TextField
        label="Name"
        placeholder="Deploy pipeline"
        value={form.values.name}
        onInput={(name) => form.set({ name })}
        error={form.error('name')}
        hint="What uses it, so that somebody else knows whether it is still needed."
      />
      <ExpiryField
        value={form.values.expiresAt}
        onChange={(expiresAt) => form.set({ expiresAt })}
        error={form.error('expiresAt')}
      />
      <PermissionField
        value={form.values.permissions}
        onChange={(permissions) => form.set({ permissions })}
        error={form.error('permissions')}
      />
    </Form>
  )
}
