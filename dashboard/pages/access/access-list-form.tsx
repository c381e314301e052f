// The four lists in the order in which they are asked.
import { Show, type JSX } from 'solid-js'
import type { AccessLists } from '../../../schema/api/rules.ts'
import { loadAccessLists, useAccessListsWrite } from '../../data/access-lists.ts'
import { ApiProblem } from '../../data/api.ts'
import { useGroups } from '../../data/groups.ts'
import { readyData } from '../../data/ready-data.ts'
import type { AccessTarget } from '../../data/target-agents.ts'
import { visibleText } from '../../format/visible-text.ts'
import { useSession } from '../../session/session.tsx'
import { createForm } from '../../ui/create-form.ts'
import { Form } from '../../ui/form.tsx'
import { labelOf } from '../../ui/label-of.ts'
import { NumberedSteps } from '../../ui/numbered-steps.tsx'
import { PickField } from '../../ui/pick-field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Unread } from '../../ui/unread.tsx'
import {
  ACCESS_LIST_LABELS,
  accessListText,
  baseOf,
  listsOf,
  type AccessListValues,
} from './access-list-values.ts'
import { AllowedGroupsField } from './allowed-groups-field.tsx'
import { PeopleField } from './people-field.tsx'
import { isPerson } from './person.ts'

export function AccessListForm(props: { target: AccessTarget; name: string; lists: AccessLists }) {
  const { may } = useSession()
  const toast = useToast()
  const write = useAccessListsWrite()
  const groups = useGroups()
  const isReadOnly = () => !may('access.configure')
  let started = listsOf(props.lists)
  /** Agents share the version: a switch that was moved meanwhile is no reason to ask. */
  const save = async (values: AccessListValues, version = 0) => {
    try {
      return await write(props.target, values, version)
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 412)) throw error
      const now = await loadAccessLists(props.target)
      if (JSON.stringify(listsOf(now)) !== JSON.stringify(started)) throw error
      return write(props.target, values, now.version)
    }
  }
  const form = createForm<AccessListValues, AccessLists>({
    initial: baseOf(props.lists),
    save,
    rebase: (saved) => {
      started = listsOf(saved)
      return baseOf(saved)
    },
    reload: async () => baseOf(await loadAccessLists(props.target)),
    onSaved: () => toast({ message: `Who may use ${props.name} is saved. It holds everywhere within 10 s.` }),
  })
  const options = () =>
    (readyData(groups) ?? []).map(({ id, name }) => ({ value: id, label: visibleText(name) }))
  const emptyText = () => {
    if (!readyData(groups)) return groups.isError ? 'The groups could not be read' : 'Reading the groups …'
    return options().length === 0 ? 'There is no group yet' : 'Every group is chosen'
  }
  const people = (field: 'deniedUsers' | 'allowedUsers', hint: string) => (
    <PeopleField
      label={ACCESS_LIST_LABELS[field]}
      hint={hint}
      values={form.values[field]}
      accepts={isPerson}
      onChange={(values) => form.set(field, values)}
      error={form.error(field)}
      isReadOnly={isReadOnly()}
    />
  )
  const steps = (): JSX.Element[] => [
    people('deniedUsers', 'Never, whatever the lists below say. Holds for claimed names too.'),
    people('allowedUsers', 'Always, also when a group of theirs is denied. Only proven users count.'),
    <PickField
      label={ACCESS_LIST_LABELS.deniedGroups}
      hint="Members are refused."
      options={options()}
      values={form.values.deniedGroups}
      onChange={(values) => form.set('deniedGroups', values)}
      error={form.error('deniedGroups')}
      isReadOnly={isReadOnly()}
      emptyText={emptyText()}
    />,
    <AllowedGroupsField
      label={ACCESS_LIST_LABELS.allowedGroups}
      options={options()}
      values={form.values.allowedGroups}
      onChange={(values) => form.set('allowedGroups', values)}
      error={form.error('allowedGroups')}
      isReadOnly={isReadOnly()}
      emptyText={emptyText()}
    />,
  ]
  return (
    <Form
      form={form}
      action="Save access"
      labels={ACCESS_LIST_LABELS}
      textOf={(field, values) => accessListText(field, values, (id) => labelOf(options(), id))}
      needsChange
      isReadOnly={isReadOnly()}
    >
      <p class="text-ink-soft">
        Asked in this order; the first that fits decides.
        <Show when={props.target.kind === 'gateway'}>
          {' '}
          It holds for every server of this Gateway, and a server's own lists must admit the user too.
        </Show>
      </p>
      <Unread query={groups} what="the groups" />
      <NumberedSteps steps={steps()} />
    </Form>
  )
}
