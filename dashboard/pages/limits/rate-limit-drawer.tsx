import type { MeterPlace } from '../../data/meter-place.ts'
import { useRateLimit } from '../../data/rate-limits.ts'
import { useSession } from '../../session/session.tsx'
import { LimitDrawer } from './limit-drawer.tsx'
import { NEW } from './limit-query.ts'
import { RateLimitForm } from './rate-limit-form.tsx'
import type { ScopeNames } from './scope-words.ts'

export function RateLimitDrawer(props: {
  /** Undefined: closed. */
  id: string | undefined
  place: MeterPlace | undefined
  names: ScopeNames
  onClose: () => void
}) {
  const { may } = useSession()
  const limit = useRateLimit(() => (props.id === NEW ? undefined : props.id))
  return (
    <LimitDrawer noun="Rate limit" id={props.id} limit={limit} onClose={() => props.onClose()}>
      {(found) => (
        <RateLimitForm
          place={props.place}
          limit={found?.()}
          names={props.names}
          isReadOnly={!may('budgets.configure')}
          onDone={() => props.onClose()}
        />
      )}
    </LimitDrawer>
  )
}
