// What a query brought: a skeleton until then, the reason and a retry where it failed. What it brought before stays.
import type { UseQueryResult } from '@tanstack/solid-query'
import { Match, Show, Switch, type JSX } from 'solid-js'
import { Button } from './button.tsx'
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
      <Match when={data()}>
        {(data) => (
          <>
            <Show when={props.query.isRefetchError}>
              <p role="status" class="flex flex-wrap items-center gap-x-3 px-4 py-1 text-sm text-ink-soft">
                This could not be read again, so it may be old.
                <Button
                  tone="quiet"
                  isBusy={props.query.isFetching}
                  onClick={() => void props.query.refetch()}
                >
                  Try again
                </Button>
              </p>
            </Show>
            {props.children(data)}
          </>
        )}
      </Match>
      <Match when={props.query.error}>
        {(error) => <PageProblem error={error()} onRetry={() => void props.query.refetch()} />}
      </Match>
    </Switch>
  )
}
