import type { Role } from '../../../schema/api/permissions.ts'
import { ROLES } from '../../../schema/api/role-permissions.ts'
import { ROLE_MEANINGS, ROLE_NAMES } from '../../data/permissions.ts'
import { SelectField } from '../../ui/field.tsx'

/** A role out of those that may be given here, with what it means. */
export function RoleField(props: {
  value: Role
  roles: readonly Role[]
  error?: string | undefined
  disabled?: boolean
  onChange: (role: Role) => void
}) {
  return (
    <SelectField
      label="Role"
      hint={`${ROLE_MEANINGS[props.value]}.`}
      error={props.error}
      disabled={props.disabled ?? false}
      value={props.value}
      options={props.roles.map((role) => ({ value: role, label: ROLE_NAMES[role] }))}
      onChange={(value) => {
        const role = ROLES.find((one) => one === value)
        if (role) props.onChange(role)
      }}
    />
  )
}
