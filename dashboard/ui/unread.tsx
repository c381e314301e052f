// A line in the place of what is missing beside what is there: still being read, or why not, with another try.
import { Match, Switch } from 'solid-js'
import { Button } from './button.tsx'

export interface ReadState {
  isLoading: boolean
  isLoadingError: boolean
  error: Error | null
  refetch: () => unknown
}

export function Unread(props: {
  query: ReadState
  /** As in “Could not read …”: `the groups`. */
  what: string
}) {
  return (
    <Switch>
      <Match when={props.query.isLoading}>
        <p role="status" class="text-sm text-ink-soft">
          Reading {props.what} …
        </p>
      </Match>
      <Match when={props.query.isLoadingError}>
        <p role="alert" class="flex flex-wrap items-center gap-x-3 text-sm text-bad">
          Could not read {props.what}: {props.query.error?.message}
          <Button tone="quiet" onClick={() => void props.query.refetch()}>
            Try again
          </Button>
        </p>
      </Match>
    </Switch>
  )
}
