// Rate limits of one place, or of the deployment.
import { createSignal, Show, type JSX } from 'solid-js'
import type { RateLimit } from '../../../schema/api/rate-limits.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { useRateLimits, useRateLimitWrites } from '../../data/rate-limits.ts'
import { formatCount } from '../../format/numbers.ts'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import type { LimitQuery } from './limit-query.ts'
import { LimitTable } from './limit-table.tsx'
import { RemoveLimit } from './remove-limit.tsx'
import type { ScopeNames } from './scope-words.ts'

export function RateLimits(props: {
  title: string
  description?: string
  /** Undefined: all of the deployment. */
  place?: MeterPlace
  /** The page it stands on, where that is another place. */
  here?: MeterPlace
  query: LimitQuery
  names: ScopeNames
  /** The word on the button, and what it does. */
  add?: string
  onAdd: () => void
  matches?: (limit: RateLimit) => boolean
  /** What stands there where none is. */
  empty?: JSX.Element
}) {
  const limits = useRateLimits(() => props.place)
  const { remove } = useRateLimitWrites()
  const { may } = useSession()
  const [removed, setRemoved] = createSignal<RateLimit>()
  const toRemove = () => {
    const one = removed()
    return one && (readyData(limits)?.find(({ id }) => id === one.id) ?? one)
  }
  const shown = (found: readonly RateLimit[]) => found.filter((limit) => props.matches?.(limit) ?? true)
  return (
    <Card
      title={props.title}
      description={props.description}
      flush
      actions={
        may('budgets.configure') && (
          <Button onClick={() => props.onAdd()}>{props.add ?? 'Add rate limit'}</Button>
        )
      }
    >
      <Loaded query={limits}>
        {(found) => (
          <Show
            when={shown(found()).length > 0}
            fallback={<p class="px-4 py-3 text-ink-soft">{props.empty ?? 'None here.'}</p>}
          >
            <LimitTable
              label={`${props.title}, list`}
              kind="rateLimit"
              title="Rate limit"
              limits={shown(found())}
              query={props.query}
              names={props.names}
              here={props.here ?? props.place}
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
              onRemove={(one) => setRemoved(() => one)}
            />
          </Show>
        )}
      </Loaded>
      <RemoveLimit
        limit={toRemove()}
        kind="rate limit"
        onClose={() => setRemoved(undefined)}
        onRemove={(one) => remove(one)}
      />
    </Card>
  )
}
