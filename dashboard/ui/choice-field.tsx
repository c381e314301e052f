// One of a few, each with what it means beside it.
import { createUniqueId, Index, Show, type JSX } from 'solid-js'
import { visible, visibleText } from '../format/visible-text.ts'

export interface Choice<Value extends string> {
  value: Value
  label: string
  hint?: JSX.Element
  disabled?: boolean
}

export function ChoiceField<Value extends string>(props: {
  legend: string
  value: Value
  choices: readonly Choice<Value>[]
  onChange: (value: Value) => void
  hint?: JSX.Element
  disabled?: boolean
  error?: string | undefined
}) {
  const id = createUniqueId()
  const describedBy = () =>
    [props.hint ? `${id}-hint` : '', props.error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
  return (
    <fieldset disabled={props.disabled} aria-describedby={describedBy()}>
      <legend class="mb-1 text-sm font-medium">{props.legend}</legend>
      <Show when={props.hint}>
        <p id={`${id}-hint`} class="mb-2 text-sm text-ink-soft">
          {visible(props.hint)}
        </p>
      </Show>
      <div class="space-y-2">
        {/* By place: choices that are made anew leave the focus where it is. */}
        <Index each={props.choices}>
          {(choice) => {
            const choiceId = createUniqueId()
            return (
              <div class="flex gap-2.5">
                <input
                  id={choiceId}
                  type="radio"
                  name={id}
                  class="mt-1 size-4 shrink-0 accent-accent-strong"
                  checked={choice().value === props.value}
                  disabled={choice().disabled}
                  aria-describedby={choice().hint ? `${choiceId}-hint` : undefined}
                  onChange={() => props.onChange(choice().value)}
                />
                <div class="min-w-0">
                  <label for={choiceId}>{visibleText(choice().label)}</label>
                  <Show when={choice().hint}>
                    <p id={`${choiceId}-hint`} class="text-sm text-ink-soft">
                      {visible(choice().hint)}
                    </p>
                  </Show>
                </div>
              </div>
            )
          }}
        </Index>
      </div>
      <Show when={props.error}>
        <p id={`${id}-error`} class="mt-1 text-sm text-bad" role="alert">
          {visibleText(props.error ?? '')}
        </p>
      </Show>
    </fieldset>
  )
}
