// What can be said of a budget or rate limit at a glance. Pure.
import type { Budget, BudgetSnapshot } from '../../../schema/api/budgets.ts'
import type { Tone } from '../../ui/badge.tsx'

export type LimitState = 'healthy' | 'nearly_spent' | 'spent' | 'off'

export const LIMIT_STATES: readonly { value: LimitState; label: string }[] = [
  { value: 'healthy', label: 'Healthy' },
  { value: 'nearly_spent', label: 'Nearly spent' },
  { value: 'spent', label: 'Spent' },
  { value: 'off', label: 'Off' },
]

/** Undefined while it is not known what is spent. */
export function budgetStateOf(
  budget: Pick<Budget, 'enabled'>,
  snapshot: Pick<BudgetSnapshot, 'status' | 'remaining'> | undefined,
): LimitState | undefined {
  if (!budget.enabled) return 'off'
  if (!snapshot) return undefined
  if (snapshot.status === 'healthy') return 'healthy'
  // One that only warns is never `blocked`.
  return snapshot.status === 'blocked' || snapshot.remaining <= 0 ? 'spent' : 'nearly_spent'
}

/** Spent is worse where calls are refused. */
export function toneOf(state: LimitState, enforcement: Budget['enforcement']): Tone {
  if (state === 'healthy') return 'ok'
  if (state === 'off') return 'neutral'
  return state === 'spent' && enforcement === 'block' ? 'bad' : 'warn'
}
