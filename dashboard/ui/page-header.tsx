// Title of a page, set as the document's title too, with what can be done on it.
import { createEffect, Show, type JSX } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

export function PageHeader(props: {
  title: string
  /** What the window is called, where it is more than the title: `Settings · Support desk`. */
  windowTitle?: string
  description?: JSX.Element
  actions?: JSX.Element
}) {
  createEffect(() => {
    document.title = `${visibleText(props.windowTitle ?? props.title)} · Limen`
  })
  return (
    <header class="mb-6 flex flex-wrap items-start gap-3">
      <div class="min-w-0 flex-1 basis-64">
        <h1 class="text-xl font-semibold tracking-tight" tabIndex={-1}>
          {visibleText(props.title)}
        </h1>
        <Show when={props.description}>
          <div class="mt-0.5 max-w-prose text-ink-soft">{visible(props.description)}</div>
        </Show>
      </div>
      <div class="flex flex-wrap gap-2">{props.actions}</div>
    </header>
  )
}
