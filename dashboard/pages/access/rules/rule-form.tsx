// A rule: for a group or a user, at a server or a Gateway, one tool or all of them. For whom and where cannot change later.
import { Show } from 'solid-js'
import type { Rule } from '../../../../schema/api/rules.ts'
import { loadRule, useRuleWrites, type RuleFilters } from '../../../data/rules.ts'
import { visibleText } from '../../../format/visible-text.ts'
import { ChoiceField } from '../../../ui/choice-field.tsx'
import { createForm } from '../../../ui/create-form.ts'
import { Checkbox, TextField } from '../../../ui/field.tsx'
import { Form } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ToolNameField } from '../../servers/tool-name-field.tsx'
import type { RuleNames } from './rule-names.ts'
import { whereOf, whomOf } from './rule-table.tsx'
import { RuleTargetFields } from './rule-target-fields.tsx'
import {
  baseOf,
  changeOf,
  CONFIRMATION_CHOICES,
  emptyRule,
  RULE_LABELS,
  ruleText,
  targetOf,
  TOOL_CHOICES,
  type RuleValues,
} from './rule-values.ts'

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
  const form = createForm<RuleValues, Rule>({
    initial: props.rule ? baseOf(props.rule) : { values: emptyRule(props.start ?? {}) },
    async save(values, version = 1) {
      if (props.rule !== undefined) return writes.update(props.rule.id, changeOf(values), version)
      return writes.create({ ...changeOf(values), ...targetOf(values) })
    },
    rebase: baseOf,
    reload: async () => baseOf(await loadRule(props.rule?.id ?? '')),
    onSaved: (saved) => props.onSaved(saved),
  })
  return (
    <Form
      form={form}
      action={isNew ? 'Create rule' : 'Save'}
      labels={RULE_LABELS}
      textOf={ruleText}
      needsChange={!isNew}
      isReadOnly={props.isReadOnly ?? false}
    >
      <Show when={props.rule} fallback={<RuleTargetFields form={form} names={props.names} />}>
        {(rule) => (
          <Notice>
            For <strong class="font-medium">{visibleText(whomOf(rule(), props.names))}</strong> at{' '}
            <strong class="font-medium">{visibleText(whereOf(rule(), props.names))}</strong>. That does not
            change: for somebody else, make another rule.
          </Notice>
        )}
      </Show>
      <ToolNameField
        label={RULE_LABELS.tool}
        hint="Its exact name. Empty: every tool."
        placeholder="Every tool"
        serverId={form.values.where === 'server' ? form.values.serverId : ''}
        value={form.values.tool}
        onChange={(value) => form.set('tool', value)}
        error={form.error('tool')}
      />
      <ChoiceField
        legend={RULE_LABELS.toolEnabled}
        value={form.values.toolEnabled}
        choices={TOOL_CHOICES}
        onChange={(value) => form.set('toolEnabled', value)}
        error={form.error('toolEnabled')}
      />
      <ChoiceField
        legend={RULE_LABELS.confirmation}
        value={form.values.confirmation}
        choices={CONFIRMATION_CHOICES}
        onChange={(value) => form.set('confirmation', value)}
        error={form.error('confirmation')}
      />
      <TextField
        label={RULE_LABELS.note}
        hint="Why it is there, for the next admin."
        value={form.values.note}
        onInput={(value) => form.set('note', value)}
        error={form.error('note')}
      />
      <Checkbox
        label={RULE_LABELS.active}
        hint="Switch it off to keep it without effect."
        checked={form.values.active}
        onChange={(checked) => form.set('active', checked)}
      />
    </Form>
  )
}
