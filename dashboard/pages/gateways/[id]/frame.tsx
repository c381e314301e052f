// Around every tab of one Gateway: which one it is, how it is, and what to do about that.
import { useLocation, useParams, type RouteSectionProps } from '@solidjs/router'
import { Show, Suspense } from 'solid-js'
import { useGateway } from '../../../data/gateways.ts'
import { GatewayStateBadge } from '../../../format/gateway-state.tsx'
import { visibleText } from '../../../format/visible-text.ts'
import { Permitted } from '../../../session/permitted.tsx'
import { useSession } from '../../../session/session.tsx'
import { LoadedPage } from '../../../ui/loaded-page.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { RowsSkeleton } from '../../../ui/skeleton.tsx'
import { TabLinks } from '../../../ui/tabs.tsx'
import { CurrentGateway } from './current-gateway.ts'
import { OldIssuerNotice } from './old-issuer-notice.tsx'
import { ReviewNotice } from './review-notice.tsx'

export default function GatewayFrame(props: RouteSectionProps) {
  const params = useParams<{ id: string }>()
  const location = useLocation()
  const gateway = useGateway(() => params.id)
  const { may } = useSession()
  const tabs = () => {
    const base = `/gateways/${params.id}`
    return [
      { href: base, label: 'Overview' },
      { href: `${base}/servers`, label: 'Servers' },
      ...(may('grants.read') ? [{ href: `${base}/grants`, label: 'Grants' }] : []),
      { href: `${base}/clients`, label: 'Clients' },
      { href: `${base}/access`, label: 'Access' },
      ...(may('logs.read') ? [{ href: `${base}/limits`, label: 'Limits' }] : []),
      { href: `${base}/settings`, label: 'Settings' },
    ]
  }
  const tab = () => tabs().find(({ href }) => href === location.pathname)?.label ?? 'Gateway'
  return (
    <Permitted permission="gateways.read" title="Gateway">
      <LoadedPage
        query={gateway}
        title="Gateway"
        noun="Gateway"
        list={{ href: '/gateways', label: 'All Gateways' }}
      >
        {(found) => (
          // Another Gateway is another page: what was typed for the one must not be saved at the other.
          <Show when={found().id} keyed>
            <CurrentGateway.Provider value={found}>
              <PageHeader
                title={visibleText(found().name)}
                windowTitle={`${tab()} · ${found().name}`}
                description={
                  <>
                    <span class="mr-2 inline-block align-text-bottom">
                      <GatewayStateBadge state={found().state} />
                    </span>
                    {visibleText(found().description)}
                  </>
                }
              />
              <ReviewNotice gateway={found()} />
              <OldIssuerNotice gateway={found()} />
              <TabLinks label={`Parts of ${found().name}`} tabs={tabs()} />
              <Suspense fallback={<RowsSkeleton />}>{props.children}</Suspense>
            </CurrentGateway.Provider>
          </Show>
        )}
      </LoadedPage>
    </Permitted>
  )
}
