// A button that asks before it does what destroys. What went wrong is said in the dialog, until it is opened again.
import { createSignal, Show, type JSX, type ParentProps } from 'solid-js'
import { problemText } from '../data/problem-text.ts'
import { Button, type ButtonTone } from './button.tsx'
import { ConfirmDialog } from './dialog.tsx'

export function ConfirmButton(
  props: ParentProps<{
    label: string
    tone?: ButtonTone
    /** What the button is called where `label` is too short to say it. */
    name?: string
    disabled?: boolean
    title: string
    /** The word on the dialog's button, where it is not that of this one. */
    action?: string
    typed?: string
    onConfirm: () => Promise<unknown>
    /** After the dialog has closed. */
    onDone?: () => void
    /** How the things that stand in the way are shown; in the message where it is left out. */
    details?: (error: unknown) => JSX.Element
  }>,
) {
  const [isOpen, setOpen] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [failure, setFailure] = createSignal<{ error: unknown }>()
  const message = () => {
    const error = failure()?.error
    if (!(error instanceof Error)) return failure() && 'It did not work. Try again.'
    return props.details ? error.message : problemText(error)
  }
  const open = () => {
    setFailure(undefined)
    setOpen(true)
  }
  const confirm = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      await props.onConfirm()
      setOpen(false)
      props.onDone?.()
    } catch (error) {
      setFailure({ error })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        tone={props.tone ?? 'plain'}
        aria-label={props.name}
        disabled={props.disabled ?? false}
        onClick={open}
      >
        {props.label}
      </Button>
      <ConfirmDialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={props.title}
        action={props.action ?? props.name ?? props.label}
        {...(props.typed !== undefined && { typed: props.typed })}
        isBusy={isBusy()}
        error={message()}
        onConfirm={() => void confirm()}
      >
        {props.children}
        <Show when={failure()}>{(found) => props.details?.(found().error)}</Show>
      </ConfirmDialog>
    </>
  )
}
