// How the deployment is: what needs attention, then every server and every authorization server. Whoever has no role
// here has connections of their own and nothing else.
import { Navigate } from '@solidjs/router'
import { Show } from 'solid-js'
import { useSession } from '../../session/session.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Attention } from './attention.tsx'
import { GatewayStates } from './gateway-states.tsx'
import { ServerStates } from './server-states.tsx'

export default function OverviewPage() {
  const { may, session } = useSession()
  return (
    <Show when={session().kind !== 'user'} fallback={<Navigate href="/connections" />}>
      <PageHeader
        title="Overview"
        description="The public MCP servers of this deployment, and what needs attention."
      />
      <div class="space-y-6">
        {may('logs.read') && <Attention />}
        {may('servers.read') && <ServerStates />}
        {may('gateways.read') && <GatewayStates />}
      </div>
    </Show>
  )
}
