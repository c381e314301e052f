// How the deployment is: the way to a first call, what needs attention, then every server and authorization server.
import { Show } from 'solid-js'
import { useSession } from '../../session/session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Attention } from './attention.tsx'
import { DayInCalls } from './day-in-calls.tsx'
import { FirstSteps } from './first-steps.tsx'
import { GatewayStates } from './gateway-states.tsx'
import { ServerStates } from './server-states.tsx'

export default function OverviewPage() {
  const { may } = useSession()
  return (
    <>
      <PageHeader
        title="Overview"
        description="The public MCP servers of this deployment, and what needs attention."
      />
      <Show
        when={may('servers.read')}
        fallback={
          <EmptyState title="Nothing to oversee">
            Your account may see neither servers nor Gateways. What you have connected yourself stands under
            My connections.
          </EmptyState>
        }
      >
        <div class="space-y-6">
          <FirstSteps />
          <Attention />
          {may('logs.read') && <DayInCalls />}
          <ServerStates />
          {may('gateways.read') && <GatewayStates />}
        </div>
      </Show>
    </>
  )
}
