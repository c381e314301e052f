// Who may use every server of this Gateway: which agents, and which users.
import { A } from '@solidjs/router'
import { Card } from '../../../../ui/card.tsx'
import { AccessListEditor } from '../../../access/access-list-editor.tsx'
import { AgentSwitches } from '../../../agents/agent-switches.tsx'
import { useCurrentGateway } from '../current-gateway.ts'

export default function GatewayAccessPage() {
  const gateway = useCurrentGateway()
  const target = () => ({ kind: 'gateway' as const, id: gateway().id })
  return (
    <div class="space-y-6">
      <Card
        title="Agents"
        description="Which kinds of clients may use its servers. An agent that may not is refused before anything is listed."
        flush
      >
        <AgentSwitches target={target()} name={gateway().name} />
      </Card>
      <Card
        title="Users"
        description={
          <>
            Who may use its servers. Groups are made under{' '}
            <A href="/access" class="text-accent underline">
              Access
            </A>
            .
          </>
        }
      >
        <AccessListEditor target={target()} name={gateway().name} />
      </Card>
    </div>
  )
}
