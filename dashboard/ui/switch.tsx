// On or off, at once. While it is being saved it takes no second click.
import { createUniqueId, Show, type JSX } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

export function Switch(props: {
  label: string
  /** For screen readers only; the label stands elsewhere, such as in the header of the table. */
  isLabelHidden?: boolean
  hint?: JSX.Element
  isOn: boolean
  isBusy?: boolean
  disabled?: boolean
  onChange: (isOn: boolean) => void
}) {
  const id = createUniqueId()
  return (
    <span class="inline-flex items-center gap-2.5">
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={props.isOn}
        aria-label={props.isLabelHidden ? visibleText(props.label) : undefined}
        aria-labelledby={props.isLabelHidden ? undefined : `${id}-label`}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        aria-busy={props.isBusy || undefined}
        disabled={props.disabled}
        onClick={() => !props.isBusy && props.onChange(!props.isOn)}
        class={`relative inline-flex h-6 w-10 shrink-0 items-center rounded-full border disabled:opacity-60 ${props.isOn ? 'border-accent-strong bg-accent-strong' : 'border-line-strong bg-sunken'}`}
      >
        <span
          aria-hidden="true"
          class={`size-4 rounded-full shadow transition-transform ${props.isOn ? 'translate-x-5 bg-on-accent' : 'translate-x-1 bg-ink-soft'} ${props.isBusy ? 'animate-pulse' : ''}`}
        />
      </button>
      <Show when={!props.isLabelHidden}>
        <span class="min-w-0">
          <span id={`${id}-label`} class="block text-sm">
            {visibleText(props.label)}
          </span>
          <Show when={props.hint}>
            <span id={`${id}-hint`} class="block text-sm text-ink-soft">
              {visible(props.hint)}
            </span>
          </Show>
        </span>
      </Show>
    </span>
  )
}
