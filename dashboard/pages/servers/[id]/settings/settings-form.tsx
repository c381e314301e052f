// One form for all settings: a runtime that moves takes its secrets anew in the same save (product.md §2, S19).
import { createEffect, createSignal, Show } from 'solid-js'
import type { Server, ServerWithProbe } from '../../../../../schema/api/servers.ts'
import { loadServer, useServerWrites } from '../../../../data/servers.ts'
import { useSession } from '../../../../session/session.tsx'
import { createForm } from '../../../../ui/create-form.ts'
import { Form } from '../../../../ui/form.tsx'
import { useToast } from '../../../../ui/toast.tsx'
import { AuthCard } from './auth-card.tsx'
import { CallsCard } from './calls-card.tsx'
import { GeneralCard } from './general-card.tsx'
import { HeadersCard } from './headers-card.tsx'
import { MissingSecrets } from './missing-secrets.tsx'
import { RuntimeCard } from './runtime-card.tsx'
import { SETTING_LABELS } from './setting-labels.ts'
import { settingText } from './setting-text.ts'
import { changeOf, settingsOf, type SettingsValues } from './settings-values.ts'
import { ToolsCard } from './tools-card.tsx'

export function SettingsForm(props: { server: Server }) {
  const { update } = useServerWrites()
  const { may } = useSession()
  const toast = useToast()
  const [secretProbe, setSecretProbe] = createSignal<ServerWithProbe['workerSecretProbe']>(null)
  const id = props.server.id
  let stored = settingsOf(props.server)
  const baseOf = (server: Server) => {
    stored = settingsOf(server)
    return stored
  }
  const form = createForm<SettingsValues, ServerWithProbe>({
    initial: stored,
    save: (values, version) => update(id, changeOf(stored.values, values), version ?? props.server.version),
    rebase: baseOf,
    reload: async () => baseOf(await loadServer(id)),
    onSaved(saved) {
      setSecretProbe(saved.workerSecretProbe)
      toast(
        saved.workerSecretProbe?.accepted === false
          ? { tone: 'bad', message: 'Saved, but the runtime refused the new worker secret.' }
          : { message: 'Saved. It holds everywhere within 10 s.' },
      )
    },
  })
  createEffect(() => {
    const server = props.server
    // What another part of the page saved; what is being typed is left alone.
    if (!form.isDirty()) form.follow(baseOf(server))
  })
  return (
    <div class="space-y-6">
      <MissingSecrets server={props.server} />
      <Form
        form={form}
        action="Save settings"
        needsChange
        isLong
        isReadOnly={!may('servers.update')}
        labels={SETTING_LABELS}
        textOf={settingText}
      >
        <GeneralCard form={form} server={props.server} />
        <RuntimeCard form={form} server={props.server} secretProbe={secretProbe()} />
        <AuthCard form={form} server={props.server} />
        <HeadersCard form={form} server={props.server} />
        <ToolsCard form={form} server={props.server} />
        <CallsCard form={form} />
      </Form>
      <Show when={!may('servers.update')}>
        <p class="text-sm text-ink-soft">
          Changing these needs the permission <code class="font-mono">servers.update</code>.
        </p>
      </Show>
    </div>
  )
}
