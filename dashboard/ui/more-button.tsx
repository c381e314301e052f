// The next page of a list that is read page by page.
import { Show } from 'solid-js'
import { Button } from './button.tsx'

export function MoreButton(props: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}) {
  return (
    <Show when={props.query.hasNextPage}>
      <div class="border-t border-line p-3 text-center">
        <Button isBusy={props.query.isFetchingNextPage} onClick={() => void props.query.fetchNextPage()}>
          Load more
        </Button>
      </div>
    </Show>
  )
}
