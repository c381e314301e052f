// For whom a new rule is, and where it holds.
import { Show } from 'solid-js'
import { ChoiceField } from '../../../ui/choice-field.tsx'
import type { Form } from '../../../ui/create-form.ts'
import { SelectField } from '../../../ui/field.tsx'
import { PeopleField } from '../people-field.tsx'
import { isPerson } from '../person.ts'
import type { RuleNames } from './rule-names.ts'
import type { RuleValues } from './rule-values.ts'

export function RuleTargetFields(props: { form: Form<RuleValues>; names: RuleNames }) {
  const pick = (noun: 'server' | 'gateway' | 'group', label: string) => {
    const field = `${noun}Id` as const
    return (
      <SelectField
        label={label}
        value={props.form.values[field]}
        options={[{ value: '', label: 'Choose …' }, ...props.names.options(noun)]}
        onChange={(value) => props.form.set(field, value)}
        error={props.form.error(field)}
      />
    )
  }
  return (
    <>
      <ChoiceField
        legend="For whom"
        value={props.form.values.whom}
        choices={[
          { value: 'group', label: 'A group' },
          { value: 'user', label: 'One user' },
        ]}
        onChange={(whom) => props.form.set('whom', whom)}
      />
      <Show
        when={props.form.values.whom === 'group'}
        fallback={
          <PeopleField
            label="User"
            hint="An e-mail address, or issuer, a space, and subject."
            values={props.form.values.user}
            accepts={isPerson}
            onChange={(values) => props.form.set('user', values.slice(-1))}
            error={props.form.error('user')}
          />
        }
      >
        {pick('group', 'Group')}
      </Show>
      <ChoiceField
        legend="Where"
        value={props.form.values.where}
        choices={[
          { value: 'server', label: 'At one server' },
          { value: 'gateway', label: 'At every server of a Gateway' },
        ]}
        onChange={(where) => props.form.set('where', where)}
      />
      <Show when={props.form.values.where === 'server'} fallback={pick('gateway', 'Gateway')}>
        {pick('server', 'Server')}
      </Show>
    </>
  )
}
