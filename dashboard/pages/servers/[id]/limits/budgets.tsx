// Budgets of one place with what is spent of them; made and changed in a dialog.
import { createSignal, Show } from 'solid-js'
import type { Budget, BudgetSnapshot } from '../../../../../schema/api/budgets.ts'
import { useBudgets, useBudgetSnapshots, useBudgetWrites, type MeterPlace } from '../../../../data/budgets.ts'
import { readyData } from '../../../../data/ready-data.ts'
import { useSession } from '../../../../session/session.tsx'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { DataTable } from '../../../../ui/data-table.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { BudgetForm } from './budget-form.tsx'
import { BudgetState } from './budget-state.tsx'
import { RemoveLimit } from './remove-limit.tsx'
import { ScopeName } from './scope-name.tsx'

export function Budgets(props: { title: string; description?: string; place: MeterPlace }) {
  const budgets = useBudgets(() => props.place)
  const snapshots = useBudgetSnapshots(() => props.place)
  const { remove } = useBudgetWrites()
  const { may } = useSession()
  const mayWrite = () => may('budgets.configure')
  const [edited, setEdited] = createSignal<Budget | 'new'>()
  const [removed, setRemoved] = createSignal<Budget>()
  const snapshotOf = (budget: Budget): BudgetSnapshot | undefined =>
    readyData(snapshots)?.find(({ budgetId }) => budgetId === budget.id)
  const budget = () => {
    const which = edited()
    return which === 'new' ? undefined : which
  }
  return (
    <Card
      title={props.title}
      description={props.description}
      flush
      actions={
        mayWrite() && (
          <Button onClick={() => setEdited('new')}>
            {'gatewayId' in props.place ? 'Add Gateway budget' : 'Add budget'}
          </Button>
        )
      }
    >
      <Loaded query={budgets}>
        {(found) => (
          <Show
            when={found().length > 0}
            fallback={
              <p class="px-4 py-3 text-ink-soft">None. Calls are not counted against a budget here.</p>
            }
          >
            <DataTable
              label={`${props.title}, list`}
              rows={found()}
              columns={[
                {
                  title: 'Budget',
                  cell: ({ name, scope }) => (
                    <div class="max-w-72 min-w-36">
                      <div class="font-medium break-words">{name}</div>
                      <div class="break-words text-ink-soft">
                        <ScopeName scope={scope} />
                      </div>
                    </div>
                  ),
                },
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
                {
                  title: 'Actions',
                  cell: (one) =>
                    mayWrite() && (
                      <div class="flex justify-end">
                        <Button
                          tone="quiet"
                          aria-label={`Edit ${one.name}`}
                          onClick={() => setEdited(() => one)}
                        >
                          Edit
                        </Button>
                        <Button
                          tone="quiet"
                          aria-label={`Delete ${one.name}`}
                          onClick={() => setRemoved(() => one)}
                        >
                          Delete
                        </Button>
                      </div>
                    ),
                },
              ]}
            />
          </Show>
        )}
      </Loaded>
      <Dialog
        isOpen={edited() !== undefined}
        onClose={() => setEdited(undefined)}
        title={budget() ? `Budget ${budget()?.name}` : 'Add budget'}
        asDrawer
      >
        <BudgetForm
          place={props.place}
          budget={budget()}
          snapshot={budget() && readyData(snapshots)?.find(({ budgetId }) => budgetId === budget()?.id)}
          onDone={() => setEdited(undefined)}
        />
      </Dialog>
      <RemoveLimit
        limit={removed()}
        kind="budget"
        onClose={() => setRemoved(undefined)}
        onRemove={(one) => remove(one)}
      />
    </Card>
  )
}
