// How long a token lives.
import { SelectField } from '../../ui/field.tsx'
import type { Lifetime } from './token-values.ts'

const LIFETIMES: readonly { value: Lifetime; label: string }[] = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '', label: 'Until it is revoked' },
]

export function ExpiryChoice(props: {
  value: Lifetime
  onChange: (value: Lifetime) => void
  error: string | undefined
}) {
  return (
    <SelectField
      label="Expires after"
      value={props.value}
      options={LIFETIMES}
      onChange={(value) => {
        const chosen = LIFETIMES.find((option) => option.value === value)
        if (chosen) props.onChange(chosen.value)
      }}
      error={props.error}
    />
  )
}
