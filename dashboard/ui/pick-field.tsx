// Some of a known set: chosen ones as chips, the others in a list to add from.
import { For, Show, type JSX } from 'solid-js'
import { visibleText } from '../format/visible-text.ts'
import { Chip } from './chip.tsx'
import { SelectField, type Option } from './field.tsx'

export function PickField(props: {
  label: string
  hint?: JSX.Element
  error?: string | undefined
  options: readonly Option[]
  values: readonly string[]
  onChange: (values: string[]) => void
  isReadOnly?: boolean
  /** What the list says where nothing is left. */
  emptyText?: string
}) {
  const left = () => props.options.filter(({ value }) => !props.values.includes(value))
  const labelOf = (value: string) => props.options.find((option) => option.value === value)?.label ?? value
  return (
    <div>
      <SelectField
        label={props.label}
        hint={props.hint}
        error={props.error}
        value=""
        disabled={props.isReadOnly || left().length === 0}
        options={[
          { value: '', label: left().length === 0 ? (props.emptyText ?? 'Nothing left to add') : 'Add …' },
          ...left().map(({ value, label }) => ({ value, label: visibleText(label) })),
        ]}
        onChange={(value) => value !== '' && props.onChange([...props.values, value])}
      />
      <Show when={props.values.length > 0}>
        <ul class="mt-2 flex flex-wrap gap-2" aria-label={`${props.label}: chosen`}>
          <For each={props.values}>
            {(value) => (
              <li class="max-w-full">
                <Chip
                  text={labelOf(value)}
                  {...(props.isReadOnly
                    ? {}
                    : { onRemove: () => props.onChange(props.values.filter((other) => other !== value)) })}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}
