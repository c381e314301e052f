// Budgets and rate limits of one server and its tools, and those of its Gateway, which count here too (product.md §8).
import { A, useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { readyData } from '../../../../data/ready-data.ts'
import { useServer } from '../../../../data/servers.ts'
import { Permitted } from '../../../../session/permitted.tsx'
import { Budgets } from '../../../limits/budgets.tsx'
import { LimitDrawers } from '../../../limits/limit-drawers.tsx'
import { createLimitQuery } from '../../../limits/limit-query.ts'
import { RateLimits } from '../../../limits/rate-limits.tsx'
import { createLogNames } from '../../../logs/log-names.ts'

export default function ServerLimitsPage() {
  return (
    <Permitted permission="logs.read" title="Limits">
      <ServerLimits />
    </Permitted>
  )
}

function ServerLimits() {
  const params = useParams<{ id: string }>()
  const server = useServer(() => params.id)
  const query = createLimitQuery()
  const names = createLogNames()
  const gatewayId = () => readyData(server)?.attachment?.gatewayId
  const here = () => ({ serverId: params.id })
  const placeOfNew = () => {
    const id = gatewayId()
    return query.isOfGateway() && id !== undefined ? { gatewayId: id } : here()
  }
  return (
    <div class="space-y-6">
      <p class="max-w-prose text-ink-soft">
        Every limit that fits a call counts, and the strictest one decides. Those that hold everywhere stand
        under{' '}
        <A href="/limits" class="text-accent underline">
          Limits
        </A>
        . Calls that are refused before they are sent cost nothing.
      </p>
      <Budgets
        title="Budgets"
        place={here()}
        query={query}
        names={names}
        onAdd={() => query.openNew('budget')}
      />
      <RateLimits
        title="Rate limits"
        place={here()}
        query={query}
        names={names}
        onAdd={() => query.openNew('rateLimit')}
      />
      <Show when={gatewayId()}>
        {(id) => (
          <>
            <Budgets
              title="Budgets of its Gateway"
              description="They count the calls of all servers of the Gateway together."
              place={{ gatewayId: id() }}
              here={here()}
              query={query}
              names={names}
              add="Add Gateway budget"
              onAdd={() => query.openNew('budget', 'gateway')}
            />
            <RateLimits
              title="Rate limits of its Gateway"
              description="They hold for all servers of the Gateway together."
              place={{ gatewayId: id() }}
              here={here()}
              query={query}
              names={names}
              add="Add Gateway rate limit"
              onAdd={() => query.openNew('rateLimit', 'gateway')}
            />
          </>
        )}
      </Show>
      {/* Whose a new one is must be known before its form is there. */}
      <Show when={!query.isOfGateway() || gatewayId()}>
        <LimitDrawers query={query} names={names} place={placeOfNew()} />
      </Show>
    </div>
  )
}
