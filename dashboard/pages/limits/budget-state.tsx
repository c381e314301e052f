// How much of a budget is spent in this window, and when it begins anew.
import { Show } from 'solid-js'
import type { Budget, BudgetSnapshot } from '../../../schema/api/budgets.ts'
import { Ago } from '../../format/moment.tsx'
import { formatCount } from '../../format/numbers.ts'
import { Badge } from '../../ui/badge.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { budgetStateOf, LIMIT_STATES, toneOf, type LimitState } from './limit-state.ts'
import { UNITS, WINDOWS } from './units.ts'

export function BudgetState(props: { budget: Budget; snapshot: BudgetSnapshot | undefined }) {
  const rate = () => {
    const unit = UNITS.find(({ value }) => value === props.budget.unit)?.label
    const span = WINDOWS.find(({ value }) => value === props.budget.window)?.label
    return `${formatCount(props.budget.amount)} ${unit} ${span}`
  }
  const badge = (state: LimitState) => (
    <Badge tone={toneOf(state, props.budget.enforcement)}>
      {LIMIT_STATES.find(({ value }) => value === state)?.label}
    </Badge>
  )
  const state = () => budgetStateOf(props.budget, props.snapshot)
  return (
    <Show
      when={props.budget.enabled ? props.snapshot : undefined}
      fallback={
        <div class="min-w-48">
          {rate()}
          <div class="mt-1">{!props.budget.enabled && badge('off')}</div>
        </div>
      }
    >
      {(now) => (
        <div class="min-w-48 space-y-1">
          <div>
            {formatCount(now().spent)} of {rate()}
          </div>
          <ProgressBar
            label={`Spent of ${props.budget.name}`}
            value={now().spent}
            max={now().amount}
            tone={toneOf(state() ?? 'healthy', props.budget.enforcement)}
          />
          <div class="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft">
            {badge(state() ?? 'healthy')}
            <span>
              {formatCount(now().remaining)} left, anew <Ago at={now().window.endsAt} />
            </span>
          </div>
          <Show when={props.budget.scope.kind === 'default_user' && now().counterCount > 0}>
            <div class="text-ink-soft">
              {formatCount(now().counterCount)} {now().counterCount === 1 ? 'user' : 'users'}; shown is who
              has the least left
            </div>
          </Show>
        </div>
      )}
    </Show>
  )
}
