// Where the Gateway's object lives. Fixed once it is made.
import type { Form } from '../../../ui/create-form.ts'
import { SelectField } from '../../../ui/field.tsx'
import { Fold } from '../../../ui/fold.tsx'
import type { GatewayValues } from './gateway-values.ts'

const HINTS = [
  { value: '', label: 'Near its first use' },
  { value: 'wnam', label: 'Western North America' },
  { value: 'enam', label: 'Eastern North America' },
  { value: 'sam', label: 'South America' },
  { value: 'weur', label: 'Western Europe' },
  { value: 'eeur', label: 'Eastern Europe' },
  { value: 'apac', label: 'Asia-Pacific' },
  { value: 'oc', label: 'Oceania' },
  { value: 'afr', label: 'Africa' },
  { value: 'me', label: 'Middle East' },
] as const

const JURISDICTIONS = [
  { value: '', label: 'None' },
  { value: 'eu', label: 'European Union' },
  { value: 'fedramp', label: 'FedRAMP' },
] as const

export function PlacementFields(props: { form: Form<GatewayValues> }) {
  const { form } = props
  return (
    <Fold
      title="Where grants are kept"
      description="Cannot be changed later"
      isOpenWhen={(form.error('locationHint') ?? form.error('jurisdiction')) !== undefined}
    >
      <SelectField
        label="Location"
        value={form.values.locationHint}
        options={HINTS}
        onChange={(value) =>
          form.set('locationHint', HINTS.find((option) => option.value === value)?.value ?? '')
        }
        hint="A wish: near most of your users, or near the authorization server."
        error={form.error('locationHint')}
      />
      <SelectField
        label="Jurisdiction"
        value={form.values.jurisdiction}
        options={JURISDICTIONS}
        onChange={(value) =>
          form.set('jurisdiction', JURISDICTIONS.find((option) => option.value === value)?.value ?? '')
        }
        hint="Where the data must stay."
        error={form.error('jurisdiction')}
      />
    </Fold>
  )
}
