// Every budget and rate limit of the deployment, also those of no single server or Gateway (product.md §8).
import { useSearchParams } from '@solidjs/router'
import { Permitted } from '../../session/permitted.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { createLogNames } from '../logs/log-names.ts'
import { Budgets } from './budgets.tsx'
import { LimitDrawers } from './limit-drawers.tsx'
import { createLimitQuery } from './limit-query.ts'
import { budgetStateOf, LIMIT_STATES } from './limit-state.ts'
import { RateLimits } from './rate-limits.tsx'
import { SCOPE_KINDS } from './scope-kinds.ts'

export default function LimitsPage() {
  return (
    <Permitted permission="logs.read" title="Limits">
      <Limits />
    </Permitted>
  )
}

function Limits() {
  const [params, setParams] = useSearchParams<{ scope?: string; state?: string }>()
  const query = createLimitQuery()
  const names = createLogNames()
  const scope = () => SCOPE_KINDS.find(({ value }) => value === params.scope)?.value
  const state = () => LIMIT_STATES.find(({ value }) => value === params.state)?.value
  const isOfScope = (kind: string) => scope() === undefined || kind === scope()
  const isNarrowed = () => scope() !== undefined || state() !== undefined
  const clear = () => setParams({ scope: null, state: null })
  const none = (noun: string) =>
    isNarrowed() ? (
      <span class="flex flex-wrap items-center gap-3">
        No {noun} is like this.
        <Button tone="quiet" onClick={clear}>
          Clear all filters
        </Button>
      </span>
    ) : undefined
  return (
    <>
      <PageHeader
        title="Limits"
        description="Budgets and rate limits of the whole deployment. Every one that fits a call counts, and the strictest decides. Calls that are refused before they are sent cost nothing."
      />
      <div class="space-y-6">
        <div class="grid gap-3 sm:max-w-xl sm:grid-cols-2">
          <SelectField
            label="What is counted"
            value={scope() ?? ''}
            options={[{ value: '', label: 'Anything' }, ...SCOPE_KINDS]}
            onChange={(value) => setParams({ scope: value || null })}
          />
          <SelectField
            label="State"
            value={state() ?? ''}
            options={[{ value: '', label: 'Any' }, ...LIMIT_STATES]}
            onChange={(value) => setParams({ state: value || null })}
          />
        </div>
        <Budgets
          title="Budgets"
          description="So many calls or cost units in each window."
          query={query}
          names={names}
          onAdd={() => query.openNew('budget')}
          matches={(budget, snapshot) =>
            isOfScope(budget.scope.kind) &&
            (state() === undefined || budgetStateOf(budget, snapshot) === state())
          }
          empty={none('budget') ?? 'None yet. Add one to cap what a server, an agent or a user may spend.'}
        />
        <RateLimits
          title="Rate limits"
          description="How fast calls may come; faster ones are refused until there is room again."
          query={query}
          names={names}
          onAdd={() => query.openNew('rateLimit')}
          matches={({ scope: { kind }, enabled }) =>
            isOfScope(kind) && (state() === undefined || (state() === 'off' && !enabled))
          }
          empty={
            state() !== undefined && state() !== 'off'
              ? 'A rate limit is never spent: this state is of budgets only.'
              : (none('rate limit') ?? 'None yet. Calls may come as fast as the runtimes answer.')
          }
        />
      </div>
      <LimitDrawers query={query} names={names} />
    </>
  )
}
