// The last questions before a server is made of an imported draft.
import { useNavigate } from '@solidjs/router'
import { createEffect, createSignal, For, onCleanup, Show } from 'solid-js'
import type { ProbeAnswer } from '../../../schema/api/probe.ts'
import type { ImportedDraft } from '../../../schema/api/server-json.ts'
import type { Server } from '../../../schema/api/servers.ts'
import { useServerWrites } from '../../data/servers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { createForm } from '../../ui/create-form.ts'
import { Form } from '../../ui/form.tsx'
import { SecretField } from '../../ui/secret-field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { lookState } from '../servers/look-state.ts'
import { DraftAuthField } from './draft-auth-field.tsx'
import { serverOfDraft, type DraftValues } from './server-of-draft.ts'
import { SetupNameFields } from './setup-name-fields.tsx'

export function DraftForm(props: {
  draft: ImportedDraft
  onDirty: (isDirty: boolean) => void
  /** Before the page is left for the server's own. */
  onAdded: () => void
}) {
  const { draft } = props
  const { create } = useServerWrites()
  const navigate = useNavigate()
  const toast = useToast()
  const [look, setLook] = createSignal<ProbeAnswer>()
  const form = createForm<DraftValues, Server>({
    initial: {
      values: {
        name: draft.name,
        slug: draft.slug,
        authMode: draft.authMode ?? 'oauth',
        keyOwner: 'shared',
        upstreamKey: '',
        staticHeaders: Object.fromEntries(headerNeeds(draft).map(({ name }) => [name.toLowerCase(), ''])),
      },
    },
    save: (values) => create(serverOfDraft(draft, values)),
    onSaved: (server) => {
      toast({ message: `${server.name} is added.` })
      props.onAdded()
      if (server.authMode !== 'oauth') return navigate(`/servers/${server.id}`)
      navigate(`/servers/${server.id}/gateway`, { state: lookState(server.runtimeUrl, look()) })
    },
  })
  createEffect(() => props.onDirty(form.isDirty()))
  onCleanup(() => props.onDirty(false))
  return (
    <Form form={form} action="Add server">
      <div>
        <div class="text-sm font-medium">Address</div>
        <code class="font-mono text-[0.8125rem] break-all">{visibleText(draft.runtimeUrl)}</code>
      </div>
      <SetupNameFields form={form} />
      <Show when={draft.authMode === null}>
        <DraftAuthField form={form} runtimeUrl={draft.runtimeUrl} onLooked={setLook} />
      </Show>
      <Show when={form.values.authMode === 'api_key'}>
        <ChoiceField
          legend="Whose key does the server see?"
          value={form.values.keyOwner}
          choices={[
            { value: 'shared', label: 'One key of the organization' },
            { value: 'per_user', label: 'A key of each user', hint: 'Entered under My connections.' },
          ]}
          onChange={(owner) => form.set('keyOwner', owner)}
        />
        <Show when={form.values.keyOwner === 'shared'}>
          <SecretField
            label="API key"
            value={form.values.upstreamKey}
            onInput={(text) => form.set('upstreamKey', text)}
            hint={visibleText(draft.needs.find(({ kind }) => kind === 'api_key')?.message ?? '')}
            error={form.error('upstreamKey')}
          />
        </Show>
      </Show>
      <For each={headerNeeds(draft)}>
        {({ name, message }) => (
          <SecretField
            label={name}
            value={form.values.staticHeaders[name.toLowerCase()] ?? ''}
            onInput={(text) => form.set('staticHeaders', name.toLowerCase(), text)}
            hint={visibleText(message)}
            error={form.error(`staticHeaders.${name.toLowerCase()}`)}
          />
        )}
      </For>
    </Form>
  )
}

function headerNeeds(draft: ImportedDraft): ImportedDraft['needs'] {
  return draft.needs.filter(({ kind }) => kind === 'header')
}
