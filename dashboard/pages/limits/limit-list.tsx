// Budgets or rate limits of one place, or of the deployment: the list, the way to a new one, and to the end of one.
import type { UseQueryResult } from '@tanstack/solid-query'
import { createSignal, Show, type JSX } from 'solid-js'
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { readyData } from '../../data/ready-data.ts'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Unread, type ReadState } from '../../ui/unread.tsx'
import type { LimitKind, LimitQuery } from './limit-query.ts'
import { LimitTable } from './limit-table.tsx'
import { RemoveLimit } from './remove-limit.tsx'
import type { ScopeNames } from './scope-words.ts'

/** What a page says of the list that it shows. */
export interface LimitListPlace {
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
  /** What stands there where none is. */
  empty?: JSX.Element
}

export function LimitList<Limit extends { id: string; name: string; version: number; scope: MeterScope }>(
  props: LimitListPlace & {
    kind: LimitKind
    noun: 'budget' | 'rate limit'
    limits: UseQueryResult<Limit[]>
    /** What is read for the list from elsewhere; the list stands without it. */
    beside?: { query: ReadState; what: string }
    matches: (limit: Limit) => boolean
    columns: readonly Column<Limit>[]
    onRemove: (limit: Limit) => Promise<unknown>
  },
) {
  const { may } = useSession()
  const [removed, setRemoved] = createSignal<Limit>()
  /** As it stands now, where somebody saved it meanwhile. */
  const toRemove = () => {
    const one = removed()
    return one && (readyData(props.limits)?.find(({ id }) => id === one.id) ?? one)
  }
  const unread = () => {
    const { beside } = props
    return beside && (beside.query.isLoading || beside.query.isLoadingError) ? beside : undefined
  }
  return (
    <Card
      title={props.title}
      description={props.description}
      flush
      actions={
        may('budgets.configure') && (
          <Button onClick={() => props.onAdd()}>{props.add ?? `Add ${props.noun}`}</Button>
        )
      }
    >
      <Loaded query={props.limits}>
        {(found) => (
          <>
            <Show when={found().length > 0 && unread()}>
              {(beside) => (
                <div class="px-4 py-3">
                  <Unread {...beside()} />
                </div>
              )}
            </Show>
            <Show
              when={found().some(props.matches)}
              fallback={
                // Which ones match is not known before all is read.
                <Show when={found().length === 0 || !unread()}>
                  <p class="px-4 py-3 text-ink-soft">{props.empty ?? 'None here.'}</p>
                </Show>
              }
            >
              <LimitTable
                label={`${props.title}, list`}
                kind={props.kind}
                title={props.kind === 'budget' ? 'Budget' : 'Rate limit'}
                limits={found().filter(props.matches)}
                query={props.query}
                names={props.names}
                here={props.here ?? props.place}
                columns={props.columns}
                onRemove={(one) => setRemoved(() => one)}
              />
            </Show>
          </>
        )}
      </Loaded>
      <RemoveLimit
        limit={toRemove()}
        kind={props.noun}
        onClose={() => setRemoved(undefined)}
        onRemove={(one) => props.onRemove(one)}
      />
    </Card>
  )
}
