// Budgets and rate limits that count over all servers of this Gateway (product.md §8).
import { Permitted } from '../../../../session/permitted.tsx'
import { Budgets } from '../../../servers/[id]/limits/budgets.tsx'
import { RateLimits } from '../../../servers/[id]/limits/rate-limits.tsx'
import { useCurrentGateway } from '../current-gateway.ts'

export default function GatewayLimitsPage() {
  const gateway = useCurrentGateway()
  const place = () => ({ gatewayId: gateway().id })
  return (
    <Permitted permission="logs.read" title="Limits">
      <div class="space-y-6">
        <Budgets
          title="Budgets"
          description="Counted over every server of this Gateway; the most restrictive decides."
          place={place()}
        />
        <RateLimits
          title="Rate limits"
          description="Over every server of this Gateway together."
          place={place()}
        />
      </div>
    </Permitted>
  )
}
