// Budgets of one place, or of the deployment, with what is spent of them.
import type { Budget, BudgetSnapshot } from '../../../schema/api/budgets.ts'
import { useBudgets, useBudgetSnapshots, useBudgetWrites } from '../../data/budgets.ts'
import { readyData } from '../../data/ready-data.ts'
import { BudgetState } from './budget-state.tsx'
import { LimitList, type LimitListPlace } from './limit-list.tsx'

export function Budgets(
  props: LimitListPlace & { matches?: (budget: Budget, snapshot: BudgetSnapshot | undefined) => boolean },
) {
  const budgets = useBudgets(() => props.place)
  const snapshots = useBudgetSnapshots(() => props.place)
  const { remove } = useBudgetWrites()
  const snapshotOf = ({ id }: Budget) => readyData(snapshots)?.find(({ budgetId }) => budgetId === id)
  return (
    <LimitList
      {...props}
      kind="budget"
      noun="budget"
      limits={budgets}
      beside={{ query: snapshots, what: 'what is spent' }}
      matches={(budget) => props.matches?.(budget, snapshotOf(budget)) ?? true}
      columns={[
        { title: 'Spent', cell: (one) => <BudgetState budget={one} snapshot={snapshotOf(one)} /> },
        {
          title: 'When it is spent',
          isExtra: true,
          cell: ({ enforcement }) =>
            enforcement === 'block' ? 'Calls are refused' : 'Calls go on, with a warning',
        },
      ]}
      onRemove={remove}
    />
  )
}
