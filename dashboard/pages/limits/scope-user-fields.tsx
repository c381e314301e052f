// Which user is counted: by e-mail, or by issuer and subject.
import { Show } from 'solid-js'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { TextField } from '../../ui/field.tsx'
import type { ScopeDraft } from './scope-draft.ts'

export function ScopeUserFields(props: {
  draft: ScopeDraft
  onChange: (change: Partial<ScopeDraft>) => void
  error: (field: string) => string | undefined
}) {
  return (
    <>
      <ChoiceField
        legend="User"
        value={props.draft.userBy}
        choices={[
          {
            value: 'email',
            label: 'By e-mail',
            hint: 'Counts calls whose user is proven to have this e-mail.',
          },
          { value: 'subject', label: 'By issuer and subject', hint: 'As the log shows them.' },
        ]}
        onChange={(userBy) => props.onChange({ userBy })}
      />
      <Show
        when={props.draft.userBy === 'subject'}
        fallback={
          <TextField
            label="E-mail of the user"
            type="email"
            value={props.draft.email}
            onInput={(email) => props.onChange({ email })}
            error={props.error('scope.user')}
          />
        }
      >
        <TextField
          label="Issuer"
          placeholder="https://login.example.com"
          value={props.draft.issuer}
          onInput={(issuer) => props.onChange({ issuer })}
          error={props.error('scope.user.issuer')}
        />
        <TextField
          label="Subject"
          value={props.draft.subject}
          onInput={(subject) => props.onChange({ subject })}
          error={props.error('scope.user.subject')}
        />
      </Show>
    </>
  )
}
