import { Show } from 'solid-js'
import type { Budget } from '../../../schema/api/budgets.ts'
import { ApiProblem } from '../../data/api.ts'
import { loadBudget, useBudgetWrites } from '../../data/budgets.ts'
import type { MeterPlace } from '../../data/meter-place.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { createForm, type Base } from '../../ui/create-form.ts'
import { Checkbox, SelectField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { labelOf } from '../../ui/label-of.ts'
import { NumberField } from '../../ui/number-field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { LimitScope } from './limit-scope.tsx'
import { emptyScope, missingOf, scopeOf, type ScopeDraft } from './scope-draft.ts'
import type { ScopeNames } from './scope-words.ts'
import { UNITS, WINDOWS } from './units.ts'

interface Values {
  name: string
  scope: ScopeDraft
  amount: number | null
  unit: Budget['unit']
  window: Budget['window']
  enforcement: Budget['enforcement']
  enabled: boolean
}

const ENFORCEMENTS = [
  {
    value: 'block',
    label: 'Refuse calls',
    hint: 'Until the window begins anew. Never one more than the limit.',
  },
  {
    value: 'warn',
    label: 'Warn only',
    hint: 'Calls go on; the log marks them and an alert is raised.',
  },
] as const

export function BudgetForm(props: {
  /** Where a new one counts; undefined: that is chosen. */
  place: MeterPlace | undefined
  /** Undefined: a new one. */
  budget: Budget | undefined
  names: ScopeNames
  isReadOnly?: boolean
  onDone: () => void
}) {
  const { create, update } = useBudgetWrites()
  const toast = useToast()
  const existing = props.budget
  const scope = emptyScope(props.place)
  const baseOf = (budget: Budget): Base<Values> => {
    const { name, amount, unit, window, enforcement, enabled, version } = budget
    return { values: { name, scope, amount, unit, window, enforcement, enabled }, version }
  }
  const form = createForm<Values, Budget>({
    initial: existing
      ? baseOf(existing)
      : {
          values: {
            name: '',
            scope,
            amount: 1_000,
            unit: 'calls',
            window: 'day',
            enforcement: 'block',
            enabled: true,
          },
        },
    async save({ name, amount: entered, enforcement, enabled, ...fixed }, version) {
      // The API says beside the field that a number is wanted.
      const amount = entered ?? Number.NaN
      if (existing)
        return update(existing.id, { name, amount, enforcement, enabled }, version ?? existing.version)
      const errors = missingOf(fixed.scope)
      if (errors.length > 0) throw new ApiProblem(422, { detail: 'Something is not chosen yet.', errors })
      return create({ name, amount, enforcement, enabled, ...fixed, scope: scopeOf(fixed.scope) })
    },
    ...(existing ? { rebase: baseOf, reload: async () => baseOf(await loadBudget(existing.id)) } : {}),
    onSaved: ({ name }) => {
      toast({ message: `Budget ${name} holds everywhere within 10 s.` })
      props.onDone()
    },
  })
  return (
    <Form
      form={form}
      action={existing ? 'Save budget' : 'Create budget'}
      needsChange={existing !== undefined}
      isReadOnly={props.isReadOnly ?? false}
      textOf={(field, { enforcement }) =>
        field === 'enforcement' ? labelOf(ENFORCEMENTS, enforcement) : undefined
      }
      labels={{ name: 'Name', amount: 'Amount', enforcement: 'When it is spent', enabled: 'On' }}
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
        note="What is counted and the window stay: for others, make another budget."
        place={props.place}
        draft={form.values.scope}
        onChange={(change) => form.set('scope', change)}
        error={form.error}
      />
      <NumberField
        label="Amount"
        min={0}
        value={form.values.amount}
        onInput={(amount) => form.set('amount', amount)}
        hint="0 lets nothing through."
        error={form.error('amount')}
      />
      <Show when={!existing}>
        <div class="grid gap-5 sm:grid-cols-2">
          <SelectField
            label="Unit"
            value={form.values.unit}
            options={UNITS}
            onChange={(value) => form.set('unit', value === 'cost' ? 'cost' : 'calls')}
            hint="Cost units add up what each tool costs."
            error={form.error('unit')}
          />
          <SelectField
            label="Window"
            value={form.values.window}
            options={WINDOWS}
            onChange={(value) => {
              const span = WINDOWS.find((option) => option.value === value)
              if (span) form.set('window', span.value)
            }}
            error={form.error('window')}
          />
        </div>
      </Show>
      <ChoiceField
        legend="When it is spent"
        value={form.values.enforcement}
        choices={ENFORCEMENTS}
        onChange={(enforcement) => form.set('enforcement', enforcement)}
        error={form.error('enforcement')}
      />
      <Checkbox
        label="On"
        hint="Off: kept, but nothing is counted."
        checked={form.values.enabled}
        onChange={(enabled) => form.set('enabled', enabled)}
      />
    </Form>
  )
}
