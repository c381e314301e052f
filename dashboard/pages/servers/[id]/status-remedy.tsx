// Why a server does not serve, and the way to where that is mended.
import { A, useLocation } from '@solidjs/router'
import { Show } from 'solid-js'
import type { Server } from '../../../../schema/api/servers.ts'
import { SERVER_STATUS } from '../../../format/server-status.tsx'

export function StatusRemedy(props: { server: Server }) {
  const location = useLocation()
  const words = () => SERVER_STATUS[props.server.status]
  const target = () => {
    const tab = words().tab
    const href = tab && `/servers/${props.server.id}${tab.path}`
    return tab && href !== location.pathname ? { href: href ?? '', label: tab.label } : undefined
  }
  return (
    <Show when={words().remedy}>
      {(remedy) => (
        <p
          role="status"
          class="mb-5 flex flex-wrap items-baseline gap-x-3 gap-y-1 rounded-md border border-line bg-surface px-4 py-3"
        >
          <span class="min-w-0 flex-1 basis-72">{remedy()}</span>
          <Show when={target()}>
            {(to) => (
              <A href={to().href} class="font-medium text-accent underline">
                {to().label}
              </A>
            )}
          </Show>
        </p>
      )}
    </Show>
  )
}
