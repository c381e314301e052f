// When a key ends: one of a few usual spans, or a day.
import { createSignal, Show } from 'solid-js'
import { SelectField, TextField } from '../../ui/field.tsx'

const DAY_MS = 86_400_000

const SPANS = [
  { value: 'never', label: 'Never' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'day', label: 'On a day …' },
] as const

export function ExpiryField(props: {
  value: number | null
  onChange: (at: number | null) => void
  error?: string | undefined
}) {
  const [span, setSpan] = createSignal('never')
  const [day, setDay] = createSignal('')
  const choose = (value: string) => {
    setSpan(value)
    if (value === 'day') return props.onChange(endOf(day()))
    props.onChange(value === 'never' ? null : Date.now() + Number(value) * DAY_MS)
  }
  return (
    <div class="grid gap-3 sm:grid-cols-2">
      <SelectField
        label="Expires"
        options={SPANS}
        value={span()}
        onChange={choose}
        error={span() === 'day' ? undefined : props.error}
      />
      <Show when={span() === 'day'}>
        <TextField
          label="Last day"
          type="date"
          value={day()}
          onInput={(text) => {
            setDay(text)
            props.onChange(endOf(text))
          }}
          error={props.error}
        />
      </Show>
    </div>
  )
}

/** The end of that day where the person is; the beginning of time for no day, which the API refuses. */
function endOf(day: string): number {
  const at = new Date(`${day}T23:59:59`).getTime()
  return Number.isNaN(at) ? 0 : at
}
