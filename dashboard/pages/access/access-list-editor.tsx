// Who may use one server, or every server of one Gateway: four lists, shown in the order in which they are asked.
import { For, Show, type JSX } from 'solid-js'
import type { AccessLists } from '../../../schema/api/rules.ts'
import { loadAccessLists, useAccessLists, useAccessListsWrite } from '../../data/access-lists.ts'
import { ApiProblem } from '../../data/api.ts'
import { useGroups } from '../../data/groups.ts'
import { readyData } from '../../data/ready-data.ts'
import type { AccessTarget } from '../../data/target-agents.ts'
import { useSession } from '../../session/session.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { createForm, type Base } from '../../ui/create-form.ts'
import { Form } from '../../ui/form.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PickField } from '../../ui/pick-field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { PeopleField } from './people-field.tsx'
import { isPerson, textOfMembers, type Person } from './person.ts'

interface Values {
  deniedUsers: Person[]
  allowedUsers: Person[]
  deniedGroups: string[]
  allowedGroups: string[] | null
}

const LABELS = {
  deniedUsers: 'Denied users',
  allowedUsers: 'Allowed users',
  deniedGroups: 'Denied groups',
  allowedGroups: 'Allowed groups',
} as const

export function AccessListEditor(props: {
  target: AccessTarget
  /** Of the server or Gateway. */
  name: string
}) {
  const { may } = useSession()
  const lists = useAccessLists(
    () => props.target,
    () => may('grants.read'),
  )
  return (
    <Show
      when={may('grants.read')}
      fallback={
        <p class="p-4 text-ink-soft">
          Who may use it is shown to whoever has the permission <code class="font-mono">grants.read</code>.
        </p>
      }
    >
      <Loaded query={lists}>
        {(found) => (
          // Another target has a form of its own.
          <Show when={`${props.target.kind} ${props.target.id}`} keyed>
            <Editor target={props.target} name={props.name} lists={found()} />
          </Show>
        )}
      </Loaded>
    </Show>
  )
}

function Editor(props: { target: AccessTarget; name: string; lists: AccessLists }) {
  const { may } = useSession()
  const toast = useToast()
  const write = useAccessListsWrite()
  const groups = useGroups()
  const isReadOnly = () => !may('access.configure')
  let started = listsOf(props.lists)
  /** Agents share the version: a switch that was moved meanwhile is no reason to ask. */
  const save = async (values: Values, version = 0) => {
    try {
      return await write(props.target, values, version)
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 412)) throw error
      const now = await loadAccessLists(props.target)
      if (JSON.stringify(listsOf(now)) !== JSON.stringify(started)) throw error
      return write(props.target, values, now.version)
    }
  }
  const form = createForm<Values, AccessLists>({
    initial: baseOf(props.lists),
    save,
    rebase: (saved) => {
      started = listsOf(saved)
      return baseOf(saved)
    },
    reload: async () => baseOf(await loadAccessLists(props.target)),
    onSaved: () => toast({ message: `Who may use ${props.name} is saved. It holds everywhere within 10 s.` }),
  })
  const groupOptions = () => (readyData(groups) ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const textOf = (field: keyof Values, values: Values) => {
    if (field === 'deniedUsers' || field === 'allowedUsers') return textOfMembers(values[field])
    return values[field] === null ? 'everybody' : values[field].map(nameOfGroup).join(', ') || '(none)'
  }
  const nameOfGroup = (id: string) => groupOptions().find((group) => group.value === id)?.label ?? id
  const people = (field: 'deniedUsers' | 'allowedUsers', hint: string) => (
    <PeopleField
      label={LABELS[field]}
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
      label={LABELS.deniedGroups}
      hint="Members are refused."
      options={groupOptions()}
      values={form.values.deniedGroups}
      onChange={(values) => form.set('deniedGroups', values)}
      error={form.error('deniedGroups')}
      isReadOnly={isReadOnly()}
      emptyText={groupOptions().length === 0 ? 'There is no group yet' : 'Every group is chosen'}
    />,
    <div class="space-y-3">
      <ChoiceField
        legend="Everybody else"
        value={form.values.allowedGroups === null ? 'all' : 'groups'}
        choices={[
          { value: 'all', label: 'May use it', disabled: isReadOnly() },
          { value: 'groups', label: 'Only members of the allowed groups', disabled: isReadOnly() },
        ]}
        onChange={(value) => form.set('allowedGroups', value === 'all' ? null : [])}
      />
      <Show when={form.values.allowedGroups}>
        {(values) => (
          <PickField
            label={LABELS.allowedGroups}
            options={groupOptions()}
            values={values()}
            onChange={(chosen) => form.set('allowedGroups', chosen)}
            error={form.error('allowedGroups')}
            isReadOnly={isReadOnly()}
            emptyText={groupOptions().length === 0 ? 'There is no group yet' : 'Every group is chosen'}
          />
        )}
      </Show>
      <Show when={form.values.allowedGroups?.length === 0}>
        <Notice tone="warn">No group is chosen: then only the allowed users may use it.</Notice>
      </Show>
    </div>,
  ]
  return (
    <Form
      form={form}
      action="Save access"
      labels={LABELS}
      textOf={textOf}
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
      <ol class="space-y-5">
        <For each={steps()}>
          {(step, index) => (
            <li class="flex gap-3">
              <span
                aria-hidden="true"
                class="mt-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-sunken text-xs font-medium text-ink-soft"
              >
                {index() + 1}
              </span>
              <div class="min-w-0 flex-1">{step}</div>
            </li>
          )}
        </For>
      </ol>
    </Form>
  )
}

function baseOf(lists: AccessLists): Base<Values> {
  return { values: listsOf(lists), version: lists.version }
}

function listsOf({ deniedUsers, allowedUsers, deniedGroups, allowedGroups }: AccessLists): Values {
  return { deniedUsers, allowedUsers, deniedGroups, allowedGroups }
}
