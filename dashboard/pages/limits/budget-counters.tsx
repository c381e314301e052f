// Whose counters a budget has in this window: one for all, or one of each user.
import { Show } from 'solid-js'
import type { BudgetCounter, BudgetSnapshot } from '../../../schema/api/budgets.ts'
import { formatCount } from '../../format/numbers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { DataTable } from '../../ui/data-table.tsx'

export function BudgetCounters(props: { snapshot: BudgetSnapshot }) {
  return (
    <Show when={props.snapshot.counterCount > 0}>
      <section>
        <h3 class="mb-2 text-sm font-medium">
          Counters of this window
          <Show when={props.snapshot.counterCount > props.snapshot.counters.length}>
            {' '}
            (the largest {props.snapshot.counters.length} of {formatCount(props.snapshot.counterCount)})
          </Show>
        </h3>
        <DataTable
          label="Counters of this window"
          rows={props.snapshot.counters}
          columns={[
            {
              title: 'Whose',
              cell: ({ subject }) => <span class="break-all">{visibleText(nameOf(subject))}</span>,
            },
            { title: 'Spent', isNumber: true, cell: ({ spent }) => formatCount(spent) },
            { title: 'Left', isNumber: true, cell: ({ remaining }) => formatCount(remaining) },
          ]}
        />
      </section>
    </Show>
  )
}

function nameOf(subject: BudgetCounter['subject']): string {
  switch (subject.kind) {
    case 'shared':
      return 'All together'
    case 'user':
      return `${subject.subject} (${subject.issuer})`
    case 'email':
      return subject.email
    case 'token':
      return subject.id
    case 'nobody':
      return 'Without a user'
  }
}
