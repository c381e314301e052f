// One of a few, each with what it means beside it.
import { createUniqueId, For, Show, type JSX } from 'solid-js'
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
  error?: string | undefined
}) {
  const id = createUniqueId()
  return (
    <fieldset aria-describedby={props.error ? `${id}-error` : undefined}>
      <legend class="mb-1 text-sm font-medium">{props.legend}</legend>
      <div class="space-y-2">
        <For each={props.choices}>
          {(choice) => {
            const choiceId = createUniqueId()
            return (
              <div class="flex gap-2.5">
                <input
                  id={choiceId}
                  type="radio"
                  name={id}
                  class="mt-1 size-4 accent-accent-strong"
                  checked={choice.value === props.value}
                  disabled={choice.disabled}
                  aria-describedby={choice.hint ? `${choiceId}-hint` : undefined}
                  onChange={() => props.onChange(choice.value)}
                />
                <div class="min-w-0">
                  <label for={choiceId}>{visibleText(choice.label)}</label>
                  <Show when={choice.hint}>
                    <p id={`${choiceId}-hint`} class="text-sm text-ink-soft">
                      {visible(choice.hint)}
                    </p>
                  </Show>
                </div>
              </div>
            )
          }}
        </For>
      </div>
      <Show when={props.error}>
        <p id={`${id}-error`} class="mt-1 text-sm text-bad" role="alert">
          {visibleText(props.error ?? '')}
        </p>
      </Show>
    </fieldset>
  )
}
