import { Show } from 'solid-js'
import type { Server } from '../../../../../schema/api/servers.ts'
import { Notice } from '../../../../ui/notice.tsx'
import { SECRET_LABELS } from './setting-labels.ts'

export function MissingSecrets(props: { server: Server }) {
  const names = () => props.server.missingSecrets.map((field) => SECRET_LABELS[field] ?? field)
  return (
    <Show when={names().length > 0}>
      <Notice tone="warn" role="status">
        <p class="font-medium">This server is paused: {names().join(', ')} must be entered again.</p>
        <p>
          The runtime moved to another origin or the key that sealed them is gone. Enter them below and save;
          calls are answered again at once.
        </p>
      </Notice>
    </Show>
  )
}
