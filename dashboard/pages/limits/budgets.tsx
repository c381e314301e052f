// Budgets of one place, or of the deployment, with what is spent of them.
import { createSignal, Show, type JSX } from 'solid-js'
import type { Budget, BudgetSnapshot } from '../../../schema/api/budgets.ts'
import { useBudgets, useBudgetSnapshots, useBudgetWrites } from '../../data/budgets.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { BudgetState } from './budget-state.tsx'
import type { LimitQuery } from './limit-query.ts'
import { LimitTable } from './limit-table.tsx'
import { RemoveLimit } from './remove-limit.tsx'
import type { ScopeNames } from './scope-words.ts'

export function Budgets(props: {
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
  matches?: (budget: Budget, snapshot: BudgetSnapshot | undefined) => boolean
  /** What stands there where none is. */
  empty?: JSX.Element
}) {
  const budgets = useBudgets(() => props.place)
  const snapshots = useBudgetSnapshots(() => props.place)
  const { remove } = useBudgetWrites()
  const { may } = useSession()
  const [removed, setRemoved] = createSignal<Budget>()
  const toRemove = () => {
    const one = removed()
    return one && (readyData(budgets)?.find(({ id }) => id === one.id) ?? one)
  }
  const snapshotOf = ({ id }: Budget) => readyData(snapshots)?.find(({ budgetId }) => budgetId === id)
  const shown = (found: readonly Budget[]) =>
    found.filter((budget) => props.matches?.(budget, snapshotOf(budget)) ?? true)
  return (
    <Card
      title={props.title}
      description={props.description}
      flush
      actions={
        may('budgets.configure') && <Button onClick={() => props.onAdd()}>{props.add ?? 'Add budget'}</Button>
      }
    >
      <Loaded query={budgets}>
        {(found) => (
          <Show
            when={shown(found()).length > 0}
            fallback={<p class="px-4 py-3 text-ink-soft">{props.empty ?? 'None here.'}</p>}
          >
            <LimitTable
              label={`${props.title}, list`}
              kind="budget"
              title="Budget"
              limits={shown(found())}
              query={props.query}
              names={props.names}
              here={props.here ?? props.place}
              columns={[
                {
                  title: 'Spent',
                  cell: (one) => <BudgetState budget={one} snapshot={snapshotOf(one)} />,
                },
                {
                  title: 'When it is spent',
                  isExtra: true,
                  cell: ({ enforcement }) =>
                    enforcement === 'block' ? 'Calls are refused' : 'Calls go on, with a warning',
                },
              ]}
              onRemove={(one) => setRemoved(() => one)}
            />
          </Show>
        )}
      </Loaded>
      <RemoveLimit
        limit={toRemove()}
        kind="budget"
        onClose={() => setRemoved(undefined)}
        onRemove={(one) => remove(one)}
      />
    </Card>
  )
}
