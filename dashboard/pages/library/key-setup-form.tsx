// Whose key the publisher sees, and the key itself where it is one for all.
import { Show } from 'solid-js'
import type { InstallOutcome } from '../../data/library.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { createForm } from '../../ui/create-form.ts'
import { Form } from '../../ui/form.tsx'
import { SecretField } from '../../ui/secret-field.tsx'
import { checkInstalled } from './check-installed.ts'
import { SetupNameFields } from './setup-name-fields.tsx'
import type { SetupFormProps } from './setup-steps.tsx'

interface Values {
  name: string
  slug: string
  keyOwner: 'shared' | 'per_user'
  apiKey: string
}

export function KeySetupForm(props: SetupFormProps) {
  const form = createForm<Values, InstallOutcome>({
    initial: {
      values: {
        name: props.setup.serverDraft.name,
        slug: props.setup.serverDraft.slug,
        keyOwner: 'shared',
        apiKey: '',
      },
    },
    save: async ({ apiKey, ...values }) => {
      const isShared = values.keyOwner === 'shared'
      return checkInstalled(
        await props.submit({ ...values, ...(isShared && apiKey !== '' ? { apiKey } : {}) }),
      )
    },
    onSaved: (outcome) => outcome.state === 'installed' && props.onInstalled(outcome.server),
  })
  return (
    <Form form={form} action="Install">
      <SetupNameFields form={form} />
      <ChoiceField
        legend="Whose key does the publisher see?"
        value={form.values.keyOwner}
        choices={[
          { value: 'shared', label: 'One key of the organization' },
          {
            value: 'per_user',
            label: 'A key of each user',
            hint: 'Each user enters their own under My connections.',
          },
        ]}
        onChange={(keyOwner) => form.set('keyOwner', keyOwner)}
        error={form.error('keyOwner')}
      />
      <Show when={form.values.keyOwner === 'shared'}>
        <SecretField
          label="API key"
          value={form.values.apiKey}
          onInput={(text) => form.set('apiKey', text)}
          hint="From the publisher. Stored encrypted and never shown again."
          error={form.error('apiKey')}
        />
      </Show>
    </Form>
  )
}
