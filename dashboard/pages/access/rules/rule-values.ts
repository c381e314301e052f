// The form of a rule and the bodies of the API, one into the other. Pure.
import type { Rule } from '../../../../schema/api/rules.ts'
import { ApiProblem } from '../../../data/api.ts'
import type { RuleFilters } from '../../../data/rules.ts'
import type { Base } from '../../../ui/create-form.ts'
import { labelOf } from '../../../ui/label-of.ts'
import type { Person } from '../person.ts'

type Override = 'inherited' | 'yes' | 'no'

export interface RuleValues {
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

export const RULE_LABELS = {
  tool: 'Tool',
  toolEnabled: 'The tool is',
  confirmation: 'Each call',
  active: 'The rule holds',
  note: 'Note',
} as const

const INHERITED = { value: 'inherited', label: 'As it is for everybody' } as const

export const TOOL_CHOICES = [
  INHERITED,
  { value: 'yes', label: 'On' },
  { value: 'no', label: 'Off', hint: 'Neither listed nor callable, like a tool that does not exist.' },
] as const

export const CONFIRMATION_CHOICES = [
  INHERITED,
  { value: 'yes', label: 'Needs the approval of the user' },
  { value: 'no', label: 'Needs no approval' },
] as const

/** How a field reads where somebody else changed it. */
export function ruleText(field: keyof RuleValues, values: RuleValues): string | undefined {
  if (field === 'toolEnabled') return labelOf(TOOL_CHOICES, values.toolEnabled)
  if (field === 'confirmation') return labelOf(CONFIRMATION_CHOICES, values.confirmation)
  return field === 'tool' && values.tool === '' ? 'every tool' : undefined
}

export function baseOf(rule: Rule): Base<RuleValues> {
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

export function emptyRule({ groupId, email, serverId, gatewayId, tool }: RuleFilters): RuleValues {
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

/** What of a rule can change later. */
export function changeOf(values: RuleValues) {
  return {
    tool: values.tool.trim() === '' ? null : values.tool.trim(),
    toolEnabled: booleanOf(values.toolEnabled),
    confirmation: booleanOf(values.confirmation),
    active: values.active,
    note: values.note,
  }
}

/** For whom and where; throws ApiProblem, as the API would in its own words, beside each choice that was not made. */
export function targetOf(values: RuleValues) {
  checkChosen(values)
  const [user] = values.user
  return {
    ...(values.whom === 'group' ? { groupId: values.groupId } : user === undefined ? {} : { user }),
    ...(values.where === 'server' ? { serverId: values.serverId } : { gatewayId: values.gatewayId }),
  }
}

function checkChosen({ whom, groupId, user, where, serverId, gatewayId }: RuleValues): void {
  const errors = [
    ...(whom === 'group' && groupId === '' ? [{ path: 'groupId', message: 'Choose a group.' }] : []),
    ...(whom === 'user' && user.length === 0 ? [{ path: 'user', message: 'Enter an e-mail address.' }] : []),
    ...(where === 'server' && serverId === '' ? [{ path: 'serverId', message: 'Choose a server.' }] : []),
    ...(where === 'gateway' && gatewayId === '' ? [{ path: 'gatewayId', message: 'Choose a Gateway.' }] : []),
  ]
  if (errors.length > 0) throw new ApiProblem(422, { detail: 'Something is not chosen yet.', errors })
}

function overrideOf(value: boolean | null): Override {
  if (value === null) return 'inherited'
  return value ? 'yes' : 'no'
}

function booleanOf(value: Override): boolean | null {
  return value === 'inherited' ? null : value === 'yes'
}
