// Budgets or rate limits as rows: name and scope, what is theirs, and what can be done with them.
import { A } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { MeterScope } from '../../../schema/api/meter-scope.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { formatCount } from '../../format/numbers.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { Button } from '../../ui/button.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import type { LimitKind, LimitQuery } from './limit-query.ts'
import { ScopeName } from './scope-name.tsx'
import type { ScopeNames } from './scope-words.ts'

/** Where there are more, the others are shown when they are asked for. */
const SHOWN_MAX = 100

export function LimitTable<Limit extends { id: string; name: string; scope: MeterScope }>(props: {
  label: string
  kind: LimitKind
  title: string
  limits: readonly Limit[]
  columns: readonly Column<Limit>[]
  query: LimitQuery
  names: ScopeNames
  /** The page it stands on. */
  here: MeterPlace | undefined
  onRemove: (limit: Limit) => void
}) {
  const { may } = useSession()
  const [isAll, setAll] = createSignal(false)
  const shown = () => (isAll() ? props.limits : props.limits.slice(0, SHOWN_MAX))
  const actions = (): Column<Limit>[] =>
    may('budgets.configure')
      ? [
          {
            title: 'Actions',
            cell: ({ id, name }) => (
              <div class="flex">
                <Button
                  tone="quiet"
                  aria-label={`Edit ${name}`}
                  onClick={() => props.query.open(props.kind, id)}
                >
                  Edit
                </Button>
                <Button
                  tone="quiet"
                  aria-label={`Delete ${name}`}
                  onClick={() => {
                    const limit = props.limits.find((one) => one.id === id)
                    if (limit) props.onRemove(limit)
                  }}
                >
                  Delete
                </Button>
              </div>
            ),
          },
        ]
      : []
  return (
    <>
      <DataTable
        label={props.label}
        rows={shown()}
        columns={[
          {
            title: props.title,
            cell: ({ id, name, scope }) => (
              <div class="max-w-80 min-w-44">
                <A
                  href={props.query.hrefOf(props.kind, id)}
                  noScroll
                  class="font-medium break-words text-accent hover:underline"
                >
                  {visibleText(name)}
                </A>
                <div class="text-ink-soft">
                  <ScopeName scope={scope} names={props.names} here={props.here} />
                </div>
              </div>
            ),
          },
          ...props.columns,
          ...actions(),
        ]}
      />
      <Show when={shown().length < props.limits.length}>
        <div class="border-t border-line px-4 py-2">
          <Button tone="quiet" onClick={() => setAll(true)}>
            Show all {formatCount(props.limits.length)}
          </Button>
        </div>
      </Show>
    </>
  )
}
