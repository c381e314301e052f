// Every setting of one server; what is secret is written, never read.
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { useServer } from '../../../../data/servers.ts'
import { useSession } from '../../../../session/session.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { DeleteServer } from './delete-server.tsx'
import { SettingsForm } from './settings-form.tsx'

export default function ServerSettingsPage() {
  const params = useParams<{ id: string }>()
  const server = useServer(() => params.id)
  const { may } = useSession()
  return (
    <Loaded query={server}>
      {(found) => (
        <div class="max-w-3xl space-y-6">
          {/* Another server is another form. */}
          <Show when={found().id} keyed>
            <SettingsForm server={found()} />
          </Show>
          <Show when={may('servers.delete')}>
            <DeleteServer server={found()} />
          </Show>
        </div>
      )}
    </Loaded>
  )
}
