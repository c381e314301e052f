// A part that most people leave as it is: closed until one looks, open where something in it must be mended.
import { createEffect, createSignal, Show, type JSX, type ParentProps } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

export function Fold(
  props: ParentProps<{ title: string; description?: JSX.Element; isOpenWhen?: boolean | undefined }>,
) {
  const [isOpen, setOpen] = createSignal(false)
  createEffect(() => {
    if (props.isOpenWhen) setOpen(true)
  })
  return (
    <details
      class="group rounded-md border border-line"
      open={isOpen()}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary class="rounded-md px-4 py-2.5 hover:bg-sunken">
        <span class="text-sm font-medium">{visibleText(props.title)}</span>
        <Show when={props.description}>
          <span class="ml-2 text-sm text-ink-soft">{visible(props.description)}</span>
        </Show>
      </summary>
      <div class="space-y-5 border-t border-line p-4">{props.children}</div>
    </details>
  )
}
