import { Show, type JSX, type ParentProps } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

export function Card(
  props: ParentProps<{ title?: string; description?: JSX.Element; actions?: JSX.Element; flush?: boolean }>,
) {
  return (
    <section
      class="rounded-lg border border-line bg-surface"
      aria-label={visibleText(props.title ?? '') || undefined}
    >
      <Show when={props.title}>
        <header class="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-3">
          <div class="min-w-0 flex-1 basis-40">
            <h2 class="text-sm font-semibold">{visibleText(props.title ?? '')}</h2>
            <Show when={props.description}>
              <p class="text-sm text-ink-soft">{visible(props.description)}</p>
            </Show>
          </div>
          {props.actions}
        </header>
      </Show>
      <div class={props.flush ? '' : 'p-4'}>{props.children}</div>
    </section>
  )
}
