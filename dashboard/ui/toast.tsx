// Short messages about what was just done, with an undo where there is one.
import { createContext, createSignal, For, onCleanup, Show, useContext, type ParentProps } from 'solid-js'
import { Button } from './button.tsx'

export interface Toast {
  message: string
  tone?: 'ok' | 'bad'
  undo?: () => void
}

const SHOWN_MS = 8_000

const Context = createContext<(toast: Toast) => void>()

export function ToastProvider(props: ParentProps) {
  const [toasts, setToasts] = createSignal<readonly (Toast & { id: number })[]>([])
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let nextId = 0
  onCleanup(() => timers.forEach((timer) => clearTimeout(timer)))
  const remove = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id))
  const show = (toast: Toast) => {
    const id = nextId++
    setToasts((all) => [...all, { ...toast, id }])
    const timer = setTimeout(() => {
      timers.delete(timer)
      remove(id)
    }, SHOWN_MS)
    timers.add(timer)
  }
  return (
    <Context.Provider value={show}>
      {props.children}
      <div
        class="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2"
        role="status"
        // Above dialogs too: read aloud there, and a click on it closes none of them.
        data-kb-top-layer=""
      >
        <For each={toasts()}>
          {(toast) => (
            <div
              class={`pointer-events-auto flex max-w-md items-center gap-3 rounded-lg border bg-raised px-4 py-2.5 text-sm shadow-lg ${toast.tone === 'bad' ? 'border-bad' : 'border-line'}`}
            >
              <span class="min-w-0 flex-1 break-words">{toast.message}</span>
              <Show when={toast.undo}>
                {(undo) => (
                  <Button
                    tone="quiet"
                    onClick={() => {
                      undo()()
                      remove(toast.id)
                    }}
                  >
                    Undo
                  </Button>
                )}
              </Show>
              <Button tone="quiet" aria-label="Dismiss" onClick={() => remove(toast.id)}>
                ✕
              </Button>
            </div>
          )}
        </For>
      </div>
    </Context.Provider>
  )
}

export function useToast(): (toast: Toast) => void {
  const show = useContext(Context)
  if (!show) throw new Error('useToast outside of <ToastProvider>')
  return show
}
