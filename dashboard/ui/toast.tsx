// Short messages about what was just done, with an undo where there is one.
import { createContext, createSignal, For, useContext, type ParentProps } from 'solid-js'
import { ToastItem } from './toast-item.tsx'

export interface Toast {
  message: string
  tone?: 'ok' | 'bad'
  undo?: () => void
}

const Context = createContext<(toast: Toast) => void>()

export function ToastProvider(props: ParentProps) {
  const [toasts, setToasts] = createSignal<readonly (Toast & { id: number })[]>([])
  let nextId = 0
  const remove = (id: number) => setToasts((all) => all.filter((toast) => toast.id !== id))
  const show = (toast: Toast) => {
    const id = nextId++
    // What stays is said once, however often it is tried.
    const isSame = (one: Toast) => toast.tone === 'bad' && one.tone === 'bad' && one.message === toast.message
    setToasts((all) => [...all.filter((one) => !isSame(one)), { ...toast, id }])
  }
  const done = () => toasts().filter(({ tone }) => tone !== 'bad')
  const failed = () => toasts().filter(({ tone }) => tone === 'bad')
  return (
    <Context.Provider value={show}>
      {props.children}
      <div
        class="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2"
        // Above dialogs too: read aloud there, and a click on it closes none of them.
        data-kb-top-layer=""
      >
        <For each={failed()}>{(toast) => <ToastItem toast={toast} onGone={() => remove(toast.id)} />}</For>
        <div role="status" class="flex flex-col items-center gap-2">
          <For each={done()}>{(toast) => <ToastItem toast={toast} onGone={() => remove(toast.id)} />}</For>
        </div>
      </div>
    </Context.Provider>
  )
}

export function useToast(): (toast: Toast) => void {
  const show = useContext(Context)
  if (!show) throw new Error('useToast outside of <ToastProvider>')
  return show
}
