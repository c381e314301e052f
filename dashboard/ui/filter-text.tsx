// A filter that is typed. It holds when it is left or Enter is pressed, not with every letter.
import { createUniqueId, For } from 'solid-js'
import { visibleText } from '../format/visible-text.ts'
import { TextField, type Option } from './field.tsx'

export function FilterText(props: {
  label: string
  value: string
  suggestions?: readonly Option[]
  placeholder?: string
  onChange: (value: string) => void
}) {
  const id = createUniqueId()
  /** A suggestion may be typed by its label too, where that is the label of one only. */
  const valueOf = (typed: string) => {
    const found = (props.suggestions ?? []).filter(
      ({ value, label }) => value === typed || visibleText(label) === typed,
    )
    return found.length === 1 ? (found[0]?.value ?? typed) : typed
  }
  return (
    <div>
      <TextField
        label={props.label}
        value={props.value}
        onInput={() => undefined}
        onChange={(event) => props.onChange(valueOf(event.currentTarget.value.trim()))}
        list={id}
        placeholder={props.placeholder ?? 'Any'}
      />
      <datalist id={id}>
        <For each={props.suggestions ?? []}>
          {({ value, label }) => <option value={value} label={visibleText(label)} />}
        </For>
      </datalist>
    </div>
  )
}
