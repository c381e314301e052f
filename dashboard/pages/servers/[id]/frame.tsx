// Around every tab of one server: which one it is, how it is, what to do about that, and on or off.
import { useLocation, useParams, type RouteSectionProps } from '@solidjs/router'
import { Show, Suspense } from 'solid-js'
import { useServer } from '../../../data/servers.ts'
import { ServerStatusBadge } from '../../../format/server-status.tsx'
import { visibleText } from '../../../format/visible-text.ts'
import { Permitted } from '../../../session/permitted.tsx'
import { useSession } from '../../../session/session.tsx'
import { LoadedPage } from '../../../ui/loaded-page.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { RowsSkeleton } from '../../../ui/skeleton.tsx'
import { TabLinks } from '../../../ui/tabs.tsx'
import { EnabledSwitch } from './enabled-switch.tsx'
import { StatusRemedy } from './status-remedy.tsx'

export default function ServerFrame(props: RouteSectionProps) {
  const params = useParams<{ id: string }>()
  const location = useLocation()
  const server = useServer(() => params.id)
  const { may } = useSession()
  const tabs = () => {
    const base = `/servers/${params.id}`
    return [
      { href: base, label: 'Connect' },
      { href: `${base}/tools`, label: 'Tools' },
      { href: `${base}/access`, label: 'Access' },
      { href: `${base}/gateway`, label: 'Gateway' },
      ...(may('logs.read')
        ? [
            { href: `${base}/limits`, label: 'Limits' },
            { href: `${base}/logs`, label: 'Logs' },
          ]
        : []),
      { href: `${base}/settings`, label: 'Settings' },
    ]
  }
  const tab = () => tabs().find(({ href }) => href === location.pathname)?.label ?? 'Server'
  return (
    <Permitted permission="servers.read" title="Server">
      <LoadedPage
        query={server}
        title="Server"
        noun="server"
        list={{ href: '/servers', label: 'All servers' }}
      >
        {(found) => (
          // Another server is another page: what was typed for the one must not be saved at the other.
          <Show when={found().id} keyed>
            <PageHeader
              title={found().name}
              windowTitle={`${tab()} · ${found().name}`}
              description={
                <>
                  <span class="mr-2 inline-block align-text-bottom">
                    <ServerStatusBadge status={found().status} />
                  </span>
                  {visibleText(found().description)}
                </>
              }
              actions={may('servers.update') && <EnabledSwitch server={found()} />}
            />
            <StatusRemedy server={found()} />
            <TabLinks label={`Parts of ${found().name}`} tabs={tabs()} />
            <Suspense fallback={<RowsSkeleton />}>{props.children}</Suspense>
          </Show>
        )}
      </LoadedPage>
    </Permitted>
  )
}
