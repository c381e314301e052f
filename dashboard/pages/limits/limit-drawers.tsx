// The budget or rate limit that the URL names, or a new one; one pair for each page that lists them.
import type { MeterPlace } from '../../data/meter-place.ts'
import { BudgetDrawer } from './budget-drawer.tsx'
import type { LimitQuery } from './limit-query.ts'
import { RateLimitDrawer } from './rate-limit-drawer.tsx'
import type { ScopeNames } from './scope-words.ts'

export function LimitDrawers(props: {
  query: LimitQuery
  names: ScopeNames
  /** Where a new one counts; undefined: that is chosen. */
  place?: MeterPlace
}) {
  const budgetId = () => props.query.idOf('budget')
  /** One drawer at a time. */
  const rateLimitId = () => (budgetId() === undefined ? props.query.idOf('rateLimit') : undefined)
  return (
    <>
      <BudgetDrawer
        id={budgetId()}
        place={props.place}
        names={props.names}
        onClose={() => props.query.close()}
      />
      <RateLimitDrawer
        id={rateLimitId()}
        place={props.place}
        names={props.names}
        onClose={() => props.query.close()}
      />
    </>
  )
}
