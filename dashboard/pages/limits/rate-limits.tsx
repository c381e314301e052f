// Rate limits of one place, or of the deployment.
import { Show } from 'solid-js'
import type { RateLimit } from '../../../schema/api/rate-limits.ts'
import { useRateLimits, useRateLimitWrites } from '../../data/rate-limits.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { LimitList, type LimitListPlace } from './limit-list.tsx'

export function RateLimits(props: LimitListPlace & { matches?: (limit: RateLimit) => boolean }) {
  const limits = useRateLimits(() => props.place)
  const { remove } = useRateLimitWrites()
  return (
    <LimitList
      {...props}
      kind="rateLimit"
      noun="rate limit"
      limits={limits}
      matches={(limit) => props.matches?.(limit) ?? true}
      columns={[
        {
          title: 'Allowed',
          cell: ({ calls, per, burst, enabled }) => (
            <div class="min-w-40">
              {formatCount(calls)} {calls === 1 ? 'call' : 'calls'} each {per}
              <div class="text-ink-soft">up to {formatCount(burst)} at once</div>
              <Show when={!enabled}>
                <Badge>Off</Badge>
              </Show>
            </div>
          ),
        },
      ]}
      onRemove={remove}
    />
  )
}
