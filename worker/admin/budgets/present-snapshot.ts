// What is spent of a budget, as admins see it (product.md §8).
import type { BudgetCounter, BudgetSnapshot } from '../../../schema/api/budgets.ts'
import type { BudgetRow } from '../../../schema/tables/budgets.ts'
import type { BudgetState, CounterView } from '../../meter/contract.ts'

const WARNING_SHARE = 0.8

export function presentSnapshot(row: BudgetRow, state: BudgetState): BudgetSnapshot {
  const { id, amount, unit, enforcement, enabled } = row
  const counters = state.counters.map((counter) => presentCounter(row, counter))
  const fullest = counters.toSorted((one, other) => one.remaining - other.remaining)[0]
  const { spent, leased, remaining, status } =
    fullest ?? presentCounter(row, { subject: '', spent: 0, leased: 0 })
  return {
    budgetId: id,
    amount,
    unit,
    enforcement,
    enabled,
    window: { kind: row.window, startsAt: state.windowStart, endsAt: state.windowEnd },
    spent,
    leased,
    remaining,
    status,
    counters,
    counterCount: state.subjects,
  }
}

function presentCounter(row: BudgetRow, { subject, spent, leased }: CounterView): BudgetCounter {
  const remaining = Math.max(0, row.amount - spent - leased)
  return { subject: subjectOf(subject), spent, leased, remaining, status: statusOf(row, spent, leased) }
}

function statusOf(
  { amount, enforcement }: BudgetRow,
  spent: number,
  leased: number,
): BudgetCounter['status'] {
  if (enforcement === 'block' && spent + leased >= amount) return 'blocked'
  return spent >= amount * WARNING_SHARE ? 'warning' : 'healthy'
}

/** The names that `worker/meter/charge-lines.ts` gives to counters. */
function subjectOf(subject: string): BudgetCounter['subject'] {
  const [kind = '', first = '', ...rest] = subject.split(' ')
  switch (kind) {
    case '':
      return { kind: 'shared' }
    case 'user':
      return { kind, issuer: first, subject: rest.join(' ') }
    case 'email':
      return { kind, email: subject.slice('email '.length) }
    case 'token':
      return { kind, id: first }
    default:
      return { kind: 'nobody' }
  }
}
