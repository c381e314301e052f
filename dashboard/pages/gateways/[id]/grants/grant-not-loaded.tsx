// For a link to a grant that is not on a page that was read: says so instead of opening nothing.
import { Show } from 'solid-js'
import { visibleText } from '../../../../format/visible-text.ts'
import { Button } from '../../../../ui/button.tsx'
import { Notice } from '../../../../ui/notice.tsx'

export function GrantNotLoaded(props: {
  grantId: string
  isFiltered: boolean
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
  onClear: () => void
}) {
  return (
    <Notice tone="warn" role="status">
      <p>
        The grant <span class="font-mono text-[0.8125rem] break-all">{visibleText(props.grantId)}</span>{' '}
        {props.query.hasNextPage
          ? 'is not among those loaded so far.'
          : 'is not among the grants of this list.'}
        {props.isFiltered ? ' A filter may leave it out.' : ''}
      </p>
      <div class="mt-3 flex flex-wrap gap-2">
        <Show when={props.query.hasNextPage}>
          <Button isBusy={props.query.isFetchingNextPage} onClick={() => void props.query.fetchNextPage()}>
            Load more grants
          </Button>
        </Show>
        <Button tone="quiet" onClick={() => props.onClear()}>
          Clear
        </Button>
      </div>
    </Notice>
  )
}
