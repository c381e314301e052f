// The four lists that say who may use a server or a Gateway, as their form holds them. Pure.
import type { AccessLists } from '../../../schema/api/rules.ts'
import type { Base } from '../../ui/create-form.ts'
import { textOfMembers, type Person } from './person.ts'

export interface AccessListValues {
  deniedUsers: Person[]
  allowedUsers: Person[]
  deniedGroups: string[]
  /** Null: everybody. */
  allowedGroups: string[] | null
}

export const ACCESS_LIST_LABELS = {
  deniedUsers: 'Denied users',
  allowedUsers: 'Allowed users',
  deniedGroups: 'Denied groups',
  allowedGroups: 'Allowed groups',
} as const

export function listsOf({
  deniedUsers,
  allowedUsers,
  deniedGroups,
  allowedGroups,
}: AccessLists): AccessListValues {
  return { deniedUsers, allowedUsers, deniedGroups, allowedGroups }
}

export function baseOf(lists: AccessLists): Base<AccessListValues> {
  return { values: listsOf(lists), version: lists.version }
}

/** How a list reads where somebody else changed it. */
export function accessListText(
  field: keyof AccessListValues,
  values: AccessListValues,
  nameOfGroup: (id: string) => string,
): string {
  if (field === 'deniedUsers' || field === 'allowedUsers') return textOfMembers(values[field])
  return values[field] === null ? 'everybody' : values[field].map(nameOfGroup).join(', ') || '(none)'
}
