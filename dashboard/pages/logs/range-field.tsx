// Which time the list shows: a preset, or from a moment to another in the viewer's own zone.
import { createSignal } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import type { TimeRange } from '../../data/logs.ts'
import { CUSTOM, fromLocalInput, PRESETS, toLocalInput } from './time-range.ts'

/** The choice that opens the dialog; it can be made again while a range is chosen. */
const CHOOSE = 'choose'

export interface RangeState {
  preset: () => string
  range: () => TimeRange
  setPreset: (preset: string) => void
  setBounds: (from: number | undefined, to: number | undefined) => void
}

export function RangeField(props: { query: RangeState }) {
  const [isOpen, setOpen] = createSignal(false)
  const [from, setFrom] = createSignal('')
  const [to, setTo] = createSignal('')
  const [error, setError] = createSignal<string>()
  const open = () => {
    setFrom(toLocalInput(props.query.range().from))
    setTo(toLocalInput(props.query.range().to))
    setError(undefined)
    setOpen(true)
  }
  const apply = () => {
    const [first, last] = [fromLocalInput(from()), fromLocalInput(to())]
    if (first === undefined && last === undefined) return setError('Say at least one of the two.')
    if (first !== undefined && last !== undefined && first >= last) return setError('Must be before the end.')
    props.query.setBounds(first, last)
    setOpen(false)
  }
  return (
    <div>
      <SelectField
        label="Time"
        value={isOpen() ? CHOOSE : props.query.preset()}
        options={[
          ...PRESETS.map(({ value, label }) => ({ value, label })),
          ...(props.query.preset() === CUSTOM ? [{ value: CUSTOM, label: 'Chosen range' }] : []),
          { value: CHOOSE, label: 'From … to …' },
        ]}
        onChange={(value) => (value === CHOOSE ? open() : props.query.setPreset(value))}
      />
      <Dialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title="Time range"
        description="In your own time zone. Leave one empty for no limit on that side."
      >
        <form
          class="space-y-4"
          onSubmit={(event) => {
            event.preventDefault()
            apply()
          }}
        >
          <TextField label="From" type="datetime-local" value={from()} onInput={setFrom} error={error()} />
          <TextField label="To" type="datetime-local" value={to()} onInput={setTo} />
          <div class="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" tone="primary">
              Show
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  )
}
