import { Show } from 'solid-js'
import type { MeterPlace } from '../../data/meter-place.ts'
import { useRateLimit } from '../../data/rate-limits.ts'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/loaded.tsx'
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
  const isNew = () => props.id === NEW
  const limit = useRateLimit(() => (isNew() ? undefined : props.id))
  return (
    <Dialog
      isOpen={props.id !== undefined && (!isNew() || may('budgets.configure'))}
      onClose={() => props.onClose()}
      title={isNew() ? 'Add rate limit' : `Rate limit ${readyData(limit)?.name ?? ''}`}
      asDrawer
    >
      <Show
        when={!isNew()}
        fallback={
          <RateLimitForm
            place={props.place}
            limit={undefined}
            names={props.names}
            onDone={() => props.onClose()}
          />
        }
      >
        <Loaded query={limit}>
          {(found) => (
            <Show when={found().id} keyed>
              <RateLimitForm
                place={props.place}
                limit={found()}
                names={props.names}
                isReadOnly={!may('budgets.configure')}
                onDone={() => props.onClose()}
              />
            </Show>
          )}
        </Loaded>
      </Show>
    </Dialog>
  )
}
