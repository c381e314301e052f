import { Show } from 'solid-js'
import { useBudget, useBudgetSnapshot } from '../../data/budgets.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'
import { BudgetCounters } from './budget-counters.tsx'
import { BudgetForm } from './budget-form.tsx'
import { BudgetState } from './budget-state.tsx'
import { LimitDrawer } from './limit-drawer.tsx'
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
  const known = () => (props.id === NEW ? undefined : props.id)
  const budget = useBudget(known)
  const snapshot = useBudgetSnapshot(known)
  return (
    <LimitDrawer noun="Budget" id={props.id} limit={budget} onClose={() => props.onClose()}>
      {(found) => (
        <div class="space-y-6">
          <Show when={found?.()}>
            {(one) => <BudgetState budget={one()} snapshot={readyData(snapshot)} />}
          </Show>
          <BudgetForm
            place={props.place}
            budget={found?.()}
            names={props.names}
            isReadOnly={!may('budgets.configure')}
            onDone={() => props.onClose()}
          />
          <Show when={found && readyData(snapshot)}>{(now) => <BudgetCounters snapshot={now()} />}</Show>
        </div>
      )}
    </LimitDrawer>
  )
}
