// A group: its name, and who is in it.
import type { Group } from '../../../schema/api/groups.ts'
import { loadGroup, useGroupWrites, type GroupMember } from '../../data/groups.ts'
import { createForm, type Base } from '../../ui/create-form.ts'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { PeopleField } from './people-field.tsx'
import { textOfMembers } from './person.ts'

interface Values {
  name: string
  description: string
  members: GroupMember[]
}

const LABELS = { name: 'Name', description: 'Description', members: 'Members' } as const

export function GroupForm(props: {
  /** Undefined: a new one. */
  group?: Group
  isReadOnly?: boolean
  onSaved: (saved: Group) => void
}) {
  const writes = useGroupWrites()
  const isNew = props.group === undefined
  const form = createForm<Values, Group>({
    initial: props.group ? baseOf(props.group) : { values: { name: '', description: '', members: [] } },
    save: (values, version = 1) =>
      props.group === undefined ? writes.create(values) : writes.update(props.group.id, values, version),
    rebase: baseOf,
    reload: async () => baseOf(await loadGroup(props.group?.id ?? '')),
    onSaved: (saved) => props.onSaved(saved),
  })
  return (
    <Form
      form={form}
      action={isNew ? 'Create group' : 'Save'}
      labels={LABELS}
      textOf={(field, { members }) => (field === 'members' ? textOfMembers(members) : undefined)}
      needsChange={!isNew}
      isReadOnly={props.isReadOnly ?? false}
    >
      <TextField
        label={LABELS.name}
        value={form.values.name}
        onInput={(value) => form.set('name', value)}
        error={form.error('name')}
      />
      <TextArea
        label={LABELS.description}
        rows={2}
        value={form.values.description}
        onInput={(value) => form.set('description', value)}
        error={form.error('description')}
      />
      <PeopleField
        label={LABELS.members}
        hint="E-mail addresses; a list can be pasted. “@example.com” stands for everybody with an address of exactly that domain."
        values={form.values.members}
        accepts={(member): member is GroupMember => member !== undefined}
        onChange={(values) => form.set('members', values)}
        error={form.error('members')}
        isReadOnly={props.isReadOnly ?? false}
      />
    </Form>
  )
}

function baseOf({ name, description, members, version }: Group): Base<Values> {
  return { values: { name, description, members }, version }
}
