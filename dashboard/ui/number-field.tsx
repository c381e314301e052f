// A whole number; null while nothing, or no number, is entered.
import { splitProps, type ComponentProps } from 'solid-js'
import { TextField } from './field.tsx'

export function NumberField(
  props: Omit<ComponentProps<typeof TextField>, 'value' | 'onInput' | 'type'> & {
    value: number | null
    onInput: (value: number | null) => void
  },
) {
  const [own, field] = splitProps(props, ['value', 'onInput'])
  return (
    <TextField
      inputMode="numeric"
      {...field}
      type="number"
      value={own.value === null ? '' : String(own.value)}
      onInput={(text) => {
        const number = Number(text)
        own.onInput(text.trim() === '' || Number.isNaN(number) ? null : number)
      }}
    />
  )
}
