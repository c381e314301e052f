// A rule: for a group or a user, at a server or a Gateway, one tool or all of them. For whom and where cannot change later.
import { Show } from 'solid-js'
import type { Rule } from '../../../../schema/api/rules.ts'
import { ApiProblem } from '../../../data/api.ts'
import { loadRule, useRuleWrites, type RuleFilters } from '../../../data/rules.ts'
import type { GroupMember } from '../../../data/groups.ts'
import { ChoiceField } from '../../../ui/choice-field.tsx'
import { createForm, type Base } from '../../../ui/create-form.ts'
import { Checkbox, SelectField, TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ToolNameField } from '../../servers/tool-name-field.tsx'
import { PeopleField } from '../people-field.tsx'
import type { Person } from '../person.ts'
import type { RuleNames } from './rule-names.ts'
import { whereOf, whomOf } from './rule-table.tsx'

type Override = 'inherited' | 'yes' | 'no'

interface Values {
  whom: 'group' | 'user'
  groupId: string
  /** One at most. */
  user: Person[]
  where: 'server' | 'gateway'
  serverId: string
  gatewayId: string
  /** Empty: every tool. */
  tool: string
  toolEnabled: Override
  confirmation: Override
  active: boolean
  note: string
}

const LABELS = {
  tool: 'Tool',
  toolEnabled: 'The tool is',
  confirmation: 'Each call',
  active: 'The rule holds',
  note: 'Note',
} as const

export function RuleForm(props: {
  /** Undefined: a new one. */
  rule?: Rule
  /** What a new one begins with. */
  start?: RuleFilters
  names: RuleNames
  isReadOnly?: boolean
  onSaved: (saved: Rule) => void
}) {
  const writes = useRuleWrites()
  const isNew = props.rule === undefined
  const form = createForm<Values, Rule>({
    initial: props.rule ? baseOf(props.rule) : { values: emptyValues(props.start ?? {}) },
    async save(values, version = 1) {
      const change = {
        tool: values.tool.trim() === '' ? null : values.tool.trim(),
        toolEnabled: booleanOf(values.toolEnabled),
        confirmation: booleanOf(values.confirmation),
        active: values.active,
        note: values.note,
      }
      if (props.rule !== undefined) return writes.update(props.rule.id, change, version)
      checkChosen(values)
      const [user] = values.user
      return writes.create({
        ...change,
        ...(values.whom === 'group' ? { groupId: values.groupId } : user === undefined ? {} : { user }),
        ...(values.where === 'server' ? { serverId: values.serverId } : { gatewayId: values.gatewayId }),
      })
    },
    rebase: baseOf,
    reload: async () => baseOf(await loadRule(props.rule?.id ?? '')),
    onSaved: (saved) => props.onSaved(saved),
  })
  const pick = (noun: 'server' | 'gateway' | 'group', label: string) => {
    const field = `${noun}Id` as const
    return (
      <SelectField
        label={label}
        value={form.values[field]}
        options={[{ value: '', label: 'Choose …' }, ...props.names.options(noun)]}
        onChange={(value) => form.set(field, value)}
        error={form.error(field)}
      />
    )
  }
  return (
    <Form
      form={form}
      action={isNew ? 'Create rule' : 'Save'}
      labels={LABELS}
      needsChange={!isNew}
      isReadOnly={props.isReadOnly ?? false}
    >
      <Show
        when={props.rule}
        fallback={
          <>
            <ChoiceField
              legend="For whom"
              value={form.values.whom}
              choices={[
                { value: 'group', label: 'A group' },
                { value: 'user', label: 'One user' },
              ]}
              onChange={(whom) => form.set('whom', whom)}
            />
            <Show
              when={form.values.whom === 'group'}
              fallback={
                <PeopleField
                  label="User"
                  hint="An e-mail address, or issuer, a space, and subject."
                  values={form.values.user}
                  accepts={isPerson}
                  onChange={(values) => form.set('user', values.slice(-1))}
                  error={form.error('user')}
                />
              }
            >
              {pick('group', 'Group')}
            </Show>
            <ChoiceField
              legend="Where"
              value={form.values.where}
              choices={[
                { value: 'server', label: 'At one server' },
                { value: 'gateway', label: 'At every server of a Gateway' },
              ]}
              onChange={(where) => form.set('where', where)}
            />
            <Show when={form.values.where === 'server'} fallback={pick('gateway', 'Gateway')}>
              {pick('server', 'Server')}
            </Show>
          </>
        }
      >
        {(rule) => (
          <Notice>
            For <strong class="font-medium">{whomOf(rule(), props.names)}</strong> at{' '}
            <strong class="font-medium">{whereOf(rule(), props.names)}</strong>. That does not change: for
            somebody else, make another rule.
          </Notice>
        )}
      </Show>
      <ToolNameField
        label={LABELS.tool}
        hint="Its exact name. Empty: every tool."
        placeholder="Every tool"
        serverId={form.values.where === 'server' ? form.values.serverId : ''}
        value={form.values.tool}
        onChange={(value) => form.set('tool', value)}
        error={form.error('tool')}
      />
      <ChoiceField
        legend={LABELS.toolEnabled}
        value={form.values.toolEnabled}
        choices={[
          { value: 'inherited', label: 'As it is for everybody' },
          { value: 'yes', label: 'On' },
          {
            value: 'no',
            label: 'Off',
            hint: 'Neither listed nor callable, like a tool that does not exist.',
          },
        ]}
        onChange={(value) => form.set('toolEnabled', value)}
        error={form.error('toolEnabled')}
      />
      <ChoiceField
        legend={LABELS.confirmation}
        value={form.values.confirmation}
        choices={[
          { value: 'inherited', label: 'As it is for everybody' },
          { value: 'yes', label: 'Needs the approval of the user' },
          { value: 'no', label: 'Needs no approval' },
        ]}
        onChange={(value) => form.set('confirmation', value)}
        error={form.error('confirmation')}
      />
      <TextField
        label={LABELS.note}
        hint="Why it is there, for the next admin."
        value={form.values.note}
        onInput={(value) => form.set('note', value)}
        error={form.error('note')}
      />
      <Checkbox
        label={LABELS.active}
        hint="Switch it off to keep it without effect."
        checked={form.values.active}
        onChange={(checked) => form.set('active', checked)}
      />
    </Form>
  )
}

/** Throws ApiProblem, as the API would in its own words, beside each choice that was not made. */
function checkChosen({ whom, groupId, user, where, serverId, gatewayId }: Values): void {
  const errors = [
    ...(whom === 'group' && groupId === '' ? [{ path: 'groupId', message: 'Choose a group.' }] : []),
    ...(whom === 'user' && user.length === 0 ? [{ path: 'user', message: 'Enter an e-mail address.' }] : []),
    ...(where === 'server' && serverId === '' ? [{ path: 'serverId', message: 'Choose a server.' }] : []),
    ...(where === 'gateway' && gatewayId === '' ? [{ path: 'gatewayId', message: 'Choose a Gateway.' }] : []),
  ]
  if (errors.length > 0) throw new ApiProblem(422, { detail: 'Something is not chosen yet.', errors })
}

function baseOf(rule: Rule): Base<Values> {
  const { groupId, user, serverId, gatewayId, tool, toolEnabled, confirmation, active, note, version } = rule
  return {
    version,
    values: {
      whom: groupId === null ? 'user' : 'group',
      groupId: groupId ?? '',
      user: user === null ? [] : [user],
      where: serverId === null ? 'gateway' : 'server',
      serverId: serverId ?? '',
      gatewayId: gatewayId ?? '',
      tool: tool ?? '',
      toolEnabled: overrideOf(toolEnabled),
      confirmation: overrideOf(confirmation),
      active,
      note,
    },
  }
}

function emptyValues({ groupId, email, serverId, gatewayId, tool }: RuleFilters): Values {
  return {
    whom: email === undefined ? 'group' : 'user',
    groupId: groupId ?? '',
    user: email === undefined ? [] : [{ email }],
    where: gatewayId === undefined ? 'server' : 'gateway',
    serverId: serverId ?? '',
    gatewayId: gatewayId ?? '',
    tool: tool ?? '',
    toolEnabled: 'inherited',
    confirmation: 'inherited',
    active: true,
    note: '',
  }
}

function overrideOf(value: boolean | null): Override {
  if (value === null) return 'inherited'
  return value ? 'yes' : 'no'
}

function booleanOf(value: Override): boolean | null {
  return value === 'inherited' ? null : value === 'yes'
}

function isPerson(member: GroupMember): member is Person {
  return !('domain' in member)
}
