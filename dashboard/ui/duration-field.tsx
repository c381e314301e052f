// A time span in the unit that suits it.
import { createSignal, createUniqueId, For, Show, type JSX } from 'solid-js'
import { TIME_UNITS, unitOf } from '../format/duration.ts'

export function DurationField(props: {
  label: string
  /** Null while nothing is entered. */
  seconds: number | null
  onChange: (seconds: number | null) => void
  hint?: JSX.Element
  error?: string | undefined
}) {
  const id = createUniqueId()
  const [chosen, setChosen] = createSignal<number>()
  const unit = () => chosen() ?? unitOf(props.seconds ?? 0).seconds
  const amount = () => (props.seconds === null ? '' : String(props.seconds / unit()))
  const describedBy = () =>
    [props.hint ? `${id}-hint` : '', props.error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined
  const border = () => (props.error ? 'border-bad' : 'border-line-strong')
  return (
    <div>
      <label for={id} class="mb-1 block text-sm font-medium">
        {props.label}
      </label>
      <div class="flex gap-2">
        <input
          id={id}
          type="number"
          min="1"
          class={`min-h-9 w-28 rounded-md border bg-surface px-2.5 py-1.5 text-ink disabled:bg-sunken ${border()}`}
          value={amount()}
          aria-describedby={describedBy()}
          aria-invalid={props.error ? true : undefined}
          onInput={({ currentTarget: { valueAsNumber } }) => {
            // The unit stays while somebody types.
            setChosen(unit())
            props.onChange(Number.isNaN(valueAsNumber) ? null : Math.round(valueAsNumber * unit()))
          }}
        />
        <select
          aria-label={`Unit of ${props.label}`}
          class="min-h-9 rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-ink disabled:bg-sunken"
          onChange={({ currentTarget: { value } }) => {
            const entered = props.seconds === null ? null : props.seconds / unit()
            setChosen(Number(value))
            props.onChange(entered === null ? null : Math.round(entered * Number(value)))
          }}
        >
          <For each={TIME_UNITS}>
            {({ name, seconds }) => (
              <option value={seconds} selected={seconds === unit()}>
                {name}
              </option>
            )}
          </For>
        </select>
      </div>
      <Show when={props.hint}>
        <p id={`${id}-hint`} class="mt-1 text-sm text-ink-soft">
          {props.hint}
        </p>
      </Show>
      <Show when={props.error}>
        <p id={`${id}-error`} class="mt-1 text-sm text-bad" role="alert">
          {props.error}
        </p>
      </Show>
    </div>
  )
}
