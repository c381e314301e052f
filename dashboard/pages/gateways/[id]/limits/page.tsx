// Budgets and rate limits that count over all servers of this Gateway (product.md §8).
import { Permitted } from '../../../../session/permitted.tsx'
import { Budgets } from '../../../limits/budgets.tsx'
import { LimitDrawers } from '../../../limits/limit-drawers.tsx'
import { createLimitQuery } from '../../../limits/limit-query.ts'
import { RateLimits } from '../../../limits/rate-limits.tsx'
import { createLogNames } from '../../../logs/log-names.ts'
import { useCurrentGateway } from '../current-gateway.ts'

export default function GatewayLimitsPage() {
  return (
    <Permitted permission="logs.read" title="Limits">
      <GatewayLimits />
    </Permitted>
  )
}

function GatewayLimits() {
  const gateway = useCurrentGateway()
  const query = createLimitQuery()
  const names = createLogNames()
  const place = () => ({ gatewayId: gateway().id })
  return (
    <div class="space-y-6">
      <Budgets
        title="Budgets"
        description="Counted over every server of this Gateway; the most restrictive decides."
        place={place()}
        query={query}
        names={names}
        add="Add Gateway budget"
        onAdd={() => query.openNew('budget')}
      />
      <RateLimits
        title="Rate limits"
        description="Over every server of this Gateway together."
        place={place()}
        query={query}
        names={names}
        add="Add Gateway rate limit"
        onAdd={() => query.openNew('rateLimit')}
      />
      <LimitDrawers query={query} names={names} place={place()} />
    </div>
  )
}
