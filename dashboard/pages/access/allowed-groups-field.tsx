// Whether everybody else may use it, or only members of chosen groups.
import { Show } from 'solid-js'
import { ChoiceField } from '../../ui/choice-field.tsx'
import type { Option } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PickField } from '../../ui/pick-field.tsx'

export function AllowedGroupsField(props: {
  label: string
  options: readonly Option[]
  /** Null: everybody. */
  values: readonly string[] | null
  onChange: (values: string[] | null) => void
  emptyText: string
  error: string | undefined
  isReadOnly: boolean
}) {
  return (
    <div class="space-y-3">
      <ChoiceField
        legend="Everybody else"
        value={props.values === null ? 'all' : 'groups'}
        choices={[
          { value: 'all', label: 'May use it', disabled: props.isReadOnly },
          { value: 'groups', label: 'Only members of the allowed groups', disabled: props.isReadOnly },
        ]}
        onChange={(value) => props.onChange(value === 'all' ? null : [])}
      />
      <Show when={props.values}>
        {(values) => (
          <PickField
            label={props.label}
            options={props.options}
            values={values()}
            onChange={props.onChange}
            error={props.error}
            isReadOnly={props.isReadOnly}
            emptyText={props.emptyText}
          />
        )}
      </Show>
      <Show when={props.values?.length === 0}>
        <Notice tone="warn">No group is chosen: then only the allowed users may use it.</Notice>
      </Show>
    </div>
  )
}
