// A secret that nobody can read again. It lives in this dialog only, which does not close by a slip.
import { createSignal, Show, type JSX, type ParentProps } from 'solid-js'
import { Button } from './button.tsx'
import { CopyField } from './copy-button.tsx'
import { Dialog } from './dialog.tsx'

export function ShownOnceDialog(
  props: ParentProps<{
    title: string
    label: string
    /** Undefined: closed. */
    secret: string | undefined
    extra?: JSX.Element
    onClose: () => void
  }>,
) {
  const [isLeaving, setLeaving] = createSignal(false)
  const close = () => {
    setLeaving(false)
    props.onClose()
  }
  return (
    <Dialog
      isOpen={props.secret !== undefined}
      onClose={() => setLeaving(true)}
      title={props.title}
      description="Shown this once. Limen keeps only what is needed to recognise it."
    >
      <div class="space-y-4">
        {props.extra}
        <CopyField label={props.label} value={props.secret ?? ''} />
        <div class="text-ink-soft">{props.children}</div>
        <Show when={isLeaving()}>
          <p role="alert" class="rounded-md border border-warn bg-warn-soft px-3 py-2 text-warn">
            It cannot be shown again. Close only once you have kept it.
          </p>
        </Show>
        <div class="flex justify-end">
          <Button tone="primary" onClick={close}>
            I have kept it
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
