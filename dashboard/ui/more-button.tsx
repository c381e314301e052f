// The next page of a list that is read page by page.
import { Show } from 'solid-js'
import { Button } from './button.tsx'

export function MoreButton(props: {
  query: {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    error: Error | null
    fetchNextPage: () => Promise<unknown>
  }
}) {
  // Gone while it is tried again, so that a second failure is said anew.
  const hasFailed = () => props.query.isFetchNextPageError && !props.query.isFetchingNextPage
  return (
    <Show when={props.query.hasNextPage}>
      <div class="space-y-2 border-t border-line p-3 text-center">
        <Show when={hasFailed()}>
          <p role="alert" class="text-sm text-bad">
            No more could be loaded: {props.query.error?.message} What is above stays; load more to try again.
          </p>
        </Show>
        <Button isBusy={props.query.isFetchingNextPage} onClick={() => void props.query.fetchNextPage()}>
          Load more
        </Button>
      </div>
    </Show>
  )
}
