// The doctor for whichever server, without going to it.
import { createSignal, Show } from 'solid-js'
import { readyData } from '../../data/ready-data.ts'
import { useServers } from '../../data/servers.ts'
import { SelectField } from '../../ui/field.tsx'
import { Unread } from '../../ui/unread.tsx'
import { Doctor } from '../servers/[id]/connect/doctor.tsx'

export function DoctorOfAny() {
  const servers = useServers()
  const [id, setId] = createSignal('')
  const found = () => readyData(servers)?.servers ?? []
  const chosen = () => found().find((server) => server.id === id()) ?? found()[0]
  return (
    <Show
      when={chosen()}
      fallback={<Unread query={servers} what="the servers that the doctor can look at" />}
    >
      {(server) => (
        <div class="space-y-3">
          <div class="max-w-80">
            <SelectField
              label="Server to look at with the doctor"
              value={server().id}
              options={found().map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setId}
              hint="For any other URL: limen doctor <URL> on the command line."
            />
          </div>
          <Show when={server().id} keyed>
            <Doctor server={server()} />
          </Show>
        </div>
      )}
    </Show>
  )
}
