// One toast. It goes by itself, but not under the pointer or the focus, and an error only when it is dismissed.
import { createEffect, createSignal, onCleanup, Show } from 'solid-js'
import { visibleText } from '../format/visible-text.ts'
import { Button } from './button.tsx'
import type { Toast } from './toast.tsx'

const SHOWN_MS = 8_000

export function ToastItem(props: { toast: Toast; onGone: () => void }) {
  const [isPointedAt, setPointedAt] = createSignal(false)
  const [hasFocus, setFocus] = createSignal(false)
  createEffect(() => {
    if (props.toast.tone === 'bad' || isPointedAt() || hasFocus()) return
    const timer = setTimeout(() => props.onGone(), SHOWN_MS)
    onCleanup(() => clearTimeout(timer))
  })
  return (
    <div
      role={props.toast.tone === 'bad' ? 'alert' : undefined}
      class={`pointer-events-auto flex max-w-md items-center gap-3 rounded-lg border bg-raised px-4 py-2.5 text-sm shadow-lg ${props.toast.tone === 'bad' ? 'border-bad' : 'border-line'}`}
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
      onFocusIn={() => setFocus(true)}
      onFocusOut={() => setFocus(false)}
    >
      <span class="min-w-0 flex-1 break-words">{visibleText(props.toast.message)}</span>
      <Show when={props.toast.undo}>
        {(undo) => (
          <Button
            tone="quiet"
            onClick={() => {
              undo()()
              props.onGone()
            }}
          >
            Undo
          </Button>
        )}
      </Show>
      <Button tone="quiet" aria-label="Dismiss" onClick={() => props.onGone()}>
        ✕
      </Button>
    </div>
  )
}
