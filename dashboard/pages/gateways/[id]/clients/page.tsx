// Which MCP clients come to this Gateway: entered by an admin, seen by their grants, refused; and embedding apps.
import { useCurrentGateway } from '../current-gateway.ts'
import { BlockedClientsCard } from './blocked-clients-card.tsx'
import { EmbeddingAppsCard } from './embedding-apps-card.tsx'
import { PreregisteredCard } from './preregistered-card.tsx'
import { SeenClientsCard } from './seen-clients-card.tsx'

export default function GatewayClientsPage() {
  const gateway = useCurrentGateway()
  return (
    <div class="space-y-6">
      <PreregisteredCard gateway={gateway()} />
      <SeenClientsCard gateway={gateway()} />
      <BlockedClientsCard gateway={gateway()} />
      <EmbeddingAppsCard gateway={gateway()} />
    </div>
  )
}
