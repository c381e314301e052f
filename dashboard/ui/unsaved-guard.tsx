// Asks before a page with unsaved changes is left, by a link, by Back or by closing the window; a dialog around it asks
// before it closes.
import { useBeforeLeave, type BeforeLeaveEventArgs } from '@solidjs/router'
import { createEffect, createMemo, createSignal, onCleanup, useContext } from 'solid-js'
import { ConfirmDialog } from './dialog.tsx'
import { UnsavedContext } from './unsaved.ts'

export function UnsavedGuard(props: { isDirty: boolean }) {
  const [leave, setLeave] = createSignal<BeforeLeaveEventArgs>()
  // Read outside of any effect below, where a prop that is an expression would make a memo of its own.
  const isDirty = createMemo(() => props.isDirty)
  useContext(UnsavedContext)?.watch(isDirty)
  useBeforeLeave((event) => {
    // A filter or a drawer in the URL's query leaves the page where it is.
    const isSamePage = typeof event.to === 'string' && pathOf(event.to) === event.from.pathname
    if (!isDirty() || event.defaultPrevented || isSamePage) return
    event.preventDefault()
    setLeave(() => event)
  })
  createEffect(() => {
    if (!isDirty()) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    onCleanup(() => window.removeEventListener('beforeunload', ask))
  })
  return (
    <ConfirmDialog
      isOpen={leave() !== undefined}
      onClose={() => setLeave(undefined)}
      title="Leave without saving?"
      action="Leave"
      onConfirm={() => {
        const event = leave()
        setLeave(undefined)
        event?.retry(true)
      }}
    >
      What you changed on this page is not saved yet.
    </ConfirmDialog>
  )
}

function pathOf(to: string): string {
  return new URL(to, window.location.href).pathname
}
