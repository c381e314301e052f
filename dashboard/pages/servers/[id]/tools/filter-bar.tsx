import { SelectField, TextField } from '../../../../ui/field.tsx'
import type { createToolFilters } from './tool-filters.ts'

const STATE_OPTIONS = [
  { value: '', label: 'Any' },
  { value: 'waiting', label: 'Waits for approval' },
  { value: 'new', label: 'New' },
  { value: 'changed', label: 'Changed' },
  { value: 'approved', label: 'Approved' },
  { value: 'removed', label: 'Removed' },
  { value: 'unseen', label: 'Never seen' },
]

const RISK_OPTIONS = [
  { value: '', label: 'Any' },
  { value: 'read', label: 'Reads' },
  { value: 'write', label: 'Writes' },
  { value: 'destructive', label: 'Destroys' },
]

const OFFER_OPTIONS = [
  { value: '', label: 'All' },
  { value: 'on', label: 'Enabled' },
  { value: 'off', label: 'Not enabled' },
  { value: 'confirmation', label: 'Asks the user' },
]

export function FilterBar(props: { choice: ReturnType<typeof createToolFilters> }) {
  const filters = () => props.choice.filters()
  return (
    <search class="grid gap-3 border-b border-line p-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_repeat(3,10rem)]">
      <TextField
        label="Find a tool"
        type="search"
        placeholder="Name or words of its description"
        value={filters().q}
        onInput={(text) => props.choice.set('q', text)}
      />
      <SelectField
        label="State"
        value={filters().state}
        options={STATE_OPTIONS}
        onChange={(value) => props.choice.set('state', value)}
      />
      <SelectField
        label="Risk"
        value={filters().risk}
        options={RISK_OPTIONS}
        onChange={(value) => props.choice.set('risk', value)}
      />
      <SelectField
        label="Show"
        value={filters().offer}
        options={OFFER_OPTIONS}
        onChange={(value) => props.choice.set('offer', value)}
      />
    </search>
  )
}
