import { Show } from 'solid-js'
import { useBudget, useBudgetSnapshot } from '../../data/budgets.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { BudgetCounters } from './budget-counters.tsx'
import { BudgetForm } from './budget-form.tsx'
import { BudgetState } from './budget-state.tsx'
import { NEW } from './limit-query.ts'
import type { ScopeNames } from './scope-words.ts'

export function BudgetDrawer(props: {
  /** Undefined: closed. */
  id: string | undefined
  place: MeterPlace | undefined
  names: ScopeNames
  onClose: () => void
}) {
  const { may } = useSession()
  const isNew = () => props.id === NEW
  const known = () => (isNew() ? undefined : props.id)
  const budget = useBudget(known)
  const snapshot = useBudgetSnapshot(known)
  return (
    <Dialog
      isOpen={props.id !== undefined && (!isNew() || may('budgets.configure'))}
      onClose={() => props.onClose()}
      title={isNew() ? 'Add budget' : `Budget ${readyData(budget)?.name ?? ''}`}
      asDrawer
    >
      <Show
        when={!isNew()}
        fallback={
          <BudgetForm
            place={props.place}
            budget={undefined}
            names={props.names}
            onDone={() => props.onClose()}
          />
        }
      >
        <Loaded query={budget}>
          {(found) => (
            <Show when={found().id} keyed>
              <div class="space-y-6">
                <BudgetState budget={found()} snapshot={readyData(snapshot)} />
                <BudgetForm
                  place={props.place}
                  budget={found()}
                  names={props.names}
                  isReadOnly={!may('budgets.configure')}
                  onDone={() => props.onClose()}
                />
                <Show when={readyData(snapshot)}>{(now) => <BudgetCounters snapshot={now()} />}</Show>
              </div>
            </Show>
          )}
        </Loaded>
      </Show>
    </Dialog>
  )
}
