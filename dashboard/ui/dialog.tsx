// A dialog that holds focus, closes on Escape and gives focus back. It asks before it takes what was typed in a form
// with it. For what destroys, see ConfirmDialog.
import { Dialog as Kobalte } from '@kobalte/core/dialog'
import { createComputed, createSignal, Show, type JSX, type ParentProps } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'
import { Button } from './button.tsx'
import { TextField } from './field.tsx'
import { createUnsaved, UnsavedContext } from './unsaved.ts'

type DialogProps = ParentProps<{
  isOpen: boolean
  onClose: () => void
  title: string
  description?: JSX.Element
  /** A panel at the right side, for details beside a list. */
  asDrawer?: boolean
}>

export function Dialog(props: DialogProps) {
  const unsaved = createUnsaved()
  const [isAsking, setAsking] = createSignal(false)
  const close = () => (unsaved.isThere() ? setAsking(true) : props.onClose())
  return (
    <>
      <UnsavedContext.Provider value={unsaved}>
        <Panel {...props} onClose={close} />
      </UnsavedContext.Provider>
      <ConfirmDialog
        isOpen={isAsking() && props.isOpen}
        onClose={() => setAsking(false)}
        title="Leave without saving?"
        action="Leave"
        onConfirm={() => {
          setAsking(false)
          props.onClose()
        }}
      >
        What you typed here is not saved yet.
      </ConfirmDialog>
    </>
  )
}

function Panel(props: DialogProps) {
  let opener: Element | null = null
  // Before the dialog takes the focus. There is no trigger that the library knows of: anything may open a dialog.
  createComputed(() => {
    if (props.isOpen) opener = document.activeElement
  })
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    const target = opener?.isConnected && opener !== document.body ? opener : document.getElementById('main')
    if (target instanceof HTMLElement) target.focus()
  }
  return (
    <Kobalte open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-40 bg-[#0008]" />
        <div
          class={`fixed inset-0 z-40 flex ${props.asDrawer ? 'justify-end' : 'items-start justify-center overflow-y-auto p-4 pt-[10vh]'}`}
        >
          <Kobalte.Content
            onOpenAutoFocus={focusFirstField}
            onCloseAutoFocus={giveFocusBack}
            class={`flex w-full flex-col border-line bg-raised shadow-xl ${props.asDrawer ? 'h-full max-w-xl overflow-y-auto border-l' : 'max-w-lg rounded-lg border'}`}
          >
            <header class="flex items-start gap-3 border-b border-line px-5 py-3.5">
              <div class="min-w-0 flex-1">
                <Kobalte.Title class="font-semibold">{visibleText(props.title)}</Kobalte.Title>
                <Show when={props.description}>
                  <Kobalte.Description class="text-sm text-ink-soft">
                    {visible(props.description)}
                  </Kobalte.Description>
                </Show>
              </div>
              <Kobalte.CloseButton
                class="-mr-1 inline-flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
                aria-label="Close"
              >
                ✕
              </Kobalte.CloseButton>
            </header>
            <div class="p-5">{props.children}</div>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  )
}

/** Whoever opens a dialog wants to type in it, not to close it. Without a field the platform's order stands. */
function focusFirstField(event: Event): void {
  const { currentTarget } = event
  if (!(currentTarget instanceof HTMLElement)) return
  const field =
    currentTarget.querySelector<HTMLElement>('[autofocus]') ??
    currentTarget.querySelector<HTMLElement>('input:not([type="hidden"], :disabled), select, textarea')
  if (!field) return
  event.preventDefault()
  field.focus()
}

/** Asks before something is lost. With `typed`, the word must be written first, as it is or as it is shown. */
export function ConfirmDialog(
  props: ParentProps<{
    isOpen: boolean
    onClose: () => void
    title: string
    action: string
    typed?: string
    isBusy?: boolean
    error?: string | undefined
    onConfirm: () => void
  }>,
) {
  const [text, setText] = createSignal('')
  // However it closed: a word that was typed once confirms nothing else.
  createComputed(() => {
    if (!props.isOpen) setText('')
  })
  return (
    <Panel isOpen={props.isOpen} onClose={props.onClose} title={props.title}>
      <form
        class="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          props.onConfirm()
        }}
      >
        <div class="text-ink-soft">{visible(props.children)}</div>
        <Show when={props.typed}>
          {(word) => (
            <TextField label={`Type “${visibleText(word())}” to confirm`} value={text()} onInput={setText} />
          )}
        </Show>
        <Show when={props.error}>
          <p role="alert" class="text-bad">
            {visibleText(props.error ?? '')}
          </p>
        </Show>
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button
            type="submit"
            tone="danger"
            isBusy={props.isBusy ?? false}
            disabled={props.typed !== undefined && visibleText(text()) !== visibleText(props.typed)}
          >
            {props.action}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
