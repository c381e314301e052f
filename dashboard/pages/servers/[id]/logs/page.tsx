// The Logs tab: what happened at this server.
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { Permitted } from '../../../../session/permitted.tsx'
import { LogBrowser } from '../../../logs/log-browser.tsx'

export default function ServerLogsPage() {
  const params = useParams<{ id: string }>()
  return (
    <Permitted permission="logs.read" title="Logs">
      <Show when={params.id} keyed>
        {(id) => <LogBrowser fixed={{ serverId: id }} />}
      </Show>
    </Permitted>
  )
}
