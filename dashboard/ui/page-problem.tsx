// What stands in the place of content that could not be had: why, and what to do.
import { Show } from 'solid-js'
import { ApiProblem } from '../data/api.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from './button.tsx'
import { isOldPage } from './is-old-page.ts'

export function PageProblem(props: { error: unknown; onRetry?: () => void; title?: string }) {
  const problem = () => (props.error instanceof ApiProblem ? props.error.problem : undefined)
  const title = () =>
    isOldPage(props.error) ? 'The dashboard was updated' : (props.title ?? 'This cannot be shown')
  const message = () => {
    if (isOldPage(props.error)) return 'This page is older than the deployment, and a part of it is gone.'
    return props.error instanceof Error ? props.error.message : 'Something went wrong.'
  }
  return (
    <div role="alert" class="mx-auto my-12 max-w-lg rounded-lg border border-line bg-surface p-6">
      <h2 class="text-base font-semibold">{title()}</h2>
      <p class="mt-1 text-ink-soft">{visibleText(message())}</p>
      <Show when={problem()?.requestId}>
        {(id) => <p class="mt-2 font-mono text-xs text-ink-soft">Request id {id()}</p>}
      </Show>
      <Show when={isOldPage(props.error)}>
        <Button class="mt-4" tone="primary" onClick={() => window.location.reload()}>
          Load the page anew
        </Button>
      </Show>
      <Show when={!isOldPage(props.error) && props.onRetry}>
        {(retry) => (
          <Button class="mt-4" onClick={() => retry()()}>
            Try again
          </Button>
        )}
      </Show>
    </div>
  )
}
