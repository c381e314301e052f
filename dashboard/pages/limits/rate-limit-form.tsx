import type { RateLimit } from '../../../schema/api/rate-limits.ts'
import { ApiProblem } from '../../data/api.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { loadRateLimit, useRateLimitWrites } from '../../data/rate-limits.ts'
import { createForm, type Base } from '../../ui/create-form.ts'
import { Checkbox, SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { LimitScope } from './limit-scope.tsx'
import { emptyScope, missingOf, scopeOf, type ScopeDraft } from './scope-draft.ts'
import type { ScopeNames } from './scope-words.ts'

interface Values {
  name: string
  scope: ScopeDraft
  calls: number | null
  per: RateLimit['per']
  /** Null: as many as `calls`. */
  burst: number | null
  enabled: boolean
}

export function RateLimitForm(props: {
  /** Where a new one counts; undefined: that is chosen. */
  place: MeterPlace | undefined
  /** Undefined: a new one. */
  limit: RateLimit | undefined
  names: ScopeNames
  isReadOnly?: boolean
  onDone: () => void
}) {
  const { create, update } = useRateLimitWrites()
  const toast = useToast()
  const existing = props.limit
  const scope = emptyScope(props.place)
  const baseOf = ({ name, calls, per, burst, enabled, version }: RateLimit): Base<Values> => ({
    values: { name, scope, calls, per, burst, enabled },
    version,
  })
  const form = createForm<Values, RateLimit>({
    initial: existing
      ? baseOf(existing)
      : { values: { name: '', scope, calls: 60, per: 'minute', burst: null, enabled: true } },
    async save({ name, scope: draft, calls: entered, per, burst: typed, enabled }, version) {
      // The API says beside the field that a number is wanted.
      const calls = entered ?? Number.NaN
      const burst = typed ?? calls
      if (existing)
        return update(existing.id, { name, calls, per, burst, enabled }, version ?? existing.version)
      const errors = missingOf(draft)
      if (errors.length > 0) throw new ApiProblem(422, { detail: 'Something is not chosen yet.', errors })
      return create({ name, scope: scopeOf(draft), calls, per, burst, enabled })
    },
    ...(existing ? { rebase: baseOf, reload: async () => baseOf(await loadRateLimit(existing.id)) } : {}),
    onSaved: ({ name }) => {
      toast({ message: `Rate limit ${name} holds everywhere within 10 s.` })
      props.onDone()
    },
  })
  return (
    <Form
      form={form}
      action={existing ? 'Save rate limit' : 'Create rate limit'}
      needsChange={existing !== undefined}
      isReadOnly={props.isReadOnly ?? false}
      labels={{ name: 'Name', calls: 'Calls', per: 'Each', burst: 'At once', enabled: 'On' }}
    >
      <TextField
        label="Name"
        value={form.values.name}
        onInput={(name) => form.set('name', name)}
        error={form.error('name')}
      />
      <LimitScope
        scope={existing?.scope}
        names={props.names}
        note="What is counted stays: for something else, make another rate limit."
        place={props.place}
        draft={form.values.scope}
        onChange={(change) => form.set('scope', change)}
        error={form.error}
      />
      <div class="grid gap-5 sm:grid-cols-2">
        <NumberField
          label="Calls"
          min={1}
          value={form.values.calls}
          onInput={(calls) => form.set('calls', calls)}
          error={form.error('calls')}
        />
        <SelectField
          label="Each"
          value={form.values.per}
          options={[
            { value: 'second', label: 'second' },
            { value: 'minute', label: 'minute' },
          ]}
          onChange={(value) => form.set('per', value === 'second' ? 'second' : 'minute')}
          error={form.error('per')}
        />
      </div>
      <NumberField
        label="At once (optional)"
        min={1}
        value={form.values.burst}
        onInput={(burst) => form.set('burst', burst)}
        hint="Calls that may come together after a pause; as many as above where it is empty."
        error={form.error('burst')}
      />
      <Checkbox
        label="On"
        hint="Off: kept, but it holds back no call."
        checked={form.values.enabled}
        onChange={(enabled) => form.set('enabled', enabled)}
      />
    </Form>
  )
}
