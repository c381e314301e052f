// Budgets and rate limits of one server and its tools, and those of its Gateway, which count here too (product.md §8).
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { useServer } from '../../../../data/servers.ts'
import { Permitted } from '../../../../session/permitted.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Budgets } from './budgets.tsx'
import { RateLimits } from './rate-limits.tsx'

export default function ServerLimitsPage() {
  const params = useParams<{ id: string }>()
  const server = useServer(() => params.id)
  return (
    <Permitted permission="logs.read" title="Limits">
      <div class="space-y-6">
        <p class="max-w-prose text-ink-soft">
          Every limit that fits a call counts, and the strictest one decides. Calls that are refused before
          they are sent cost nothing.
        </p>
        <Budgets title="Budgets" place={{ serverId: params.id }} />
        <RateLimits title="Rate limits" place={{ serverId: params.id }} />
        <Loaded query={server} skeleton={<></>}>
          {(found) => (
            <Show when={found().attachment?.gatewayId}>
              {(gatewayId) => (
                <>
                  <Budgets
                    title="Budgets of its Gateway"
                    description="They count the calls of all servers of the Gateway together."
                    place={{ gatewayId: gatewayId() }}
                  />
                  <RateLimits
                    title="Rate limits of its Gateway"
                    description="They hold for all servers of the Gateway together."
                    place={{ gatewayId: gatewayId() }}
                  />
                </>
              )}
            </Show>
          )}
        </Loaded>
      </div>
    </Permitted>
  )
}
