// What a query brought: a skeleton until then, the reason and a retry where it failed.
import type { UseQueryResult } from '@tanstack/solid-query'
import { Match, Switch, type JSX } from 'solid-js'
import { PageProblem } from './page-problem.tsx'
import { RowsSkeleton } from './skeleton.tsx'

export function Loaded<T>(props: {
  query: UseQueryResult<T>
  /** In the size of what will stand there; rows of a list where it is left out. */
  skeleton?: JSX.Element
  children: (data: () => NonNullable<T>) => JSX.Element
}) {
  // Data that is asked for too early takes the whole page away until it is there.
  const data = () => (props.query.isPending ? undefined : props.query.data)
  return (
    <Switch fallback={props.skeleton ?? <RowsSkeleton />}>
      <Match when={data()}>{(data) => props.children(data)}</Match>
      <Match when={props.query.error}>
        {(error) => <PageProblem error={error()} onRetry={() => void props.query.refetch()} />}
      </Match>
    </Switch>
  )
}
