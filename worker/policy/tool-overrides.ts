// What rules change about the tools for one user: base → groups, most restrictive wins → user overrides; then the
// server's result and the Gateway's, most restrictive wins (product.md §2, §6). Pure.
import type { CompiledGovernance, CompiledRule, OverrideRule, TargetKind } from './governance.ts'
import type { Standing } from './standing.ts'
import type { Match } from './user-keys.ts'

/** A value and what set it. */
export interface Setting {
  value: boolean
  source: 'base' | 'group' | 'user'
  /** The rule's id; null for `base`. */
  rule: string | null
  /** Where that rule stands; null for `base`. */
  target: TargetKind | null
}

/** What server and Gateway say about one field of one tool; undefined: nothing. */
export type FieldOverride = Readonly<Record<TargetKind, Setting | undefined>>

export interface ToolOverride {
  enabled: FieldOverride
  confirmation: FieldOverride
}

type Field = keyof ToolOverride

/** The value of each field that restricts. */
export const RESTRICTIVE: Readonly<Record<Field, boolean>> = { enabled: false, confirmation: true }

/** What was said so far about one tool: a slot for each target, field and tier. */
export type ToolFold = (Setting | undefined)[]

function slotOf(target: TargetKind, field: Field, tier: 'group' | 'user'): number {
  return (target === 'gateway' ? 4 : 0) + (field === 'confirmation' ? 2 : 0) + (tier === 'user' ? 1 : 0)
}

/** A user calls few tools: what is kept of the others would be memory for nothing. */
const KEPT_MAX = 32

/** What rules say about one tool for one user. */
export function overridesOf(compiled: CompiledGovernance, standing: Standing, tool: string): ToolOverride {
  const { overrides } = standing
  const kept = overrides.get(tool)
  if (kept) return kept
  const forAll = (standing.forAllTools ??= foldRules(compiled.rulesForAllTools, standing))
  const override = overrideOf(foldRules(compiled.rulesByTool.get(tool) ?? [], standing), forAll)
  if (overrides.size >= KEPT_MAX) overrides.clear()
  overrides.set(tool, override)
  return override
}

function foldRules(rules: readonly CompiledRule[], standing: Standing): ToolFold {
  const fold: ToolFold = [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]
  for (const rule of rules) {
    const match = matchOf(rule, standing)
    if (match !== 'none') addRule(fold, rule, match === 'trusted')
  }
  return fold
}

function matchOf({ groupId, userKey }: CompiledRule, { groups, keys }: Standing): Match {
  if (groupId !== null) return groups.get(groupId) ?? 'none'
  const named = keys.find(({ key }) => key === userKey)
  if (!named) return 'none'
  return named.isTrusted ? 'trusted' : 'named'
}

/** A rule that meets the user by a name nobody vouches for only restricts (S20). */
function addRule(fold: ToolFold, rule: OverrideRule, isTrusted: boolean): void {
  addValue(fold, rule, isTrusted, 'enabled', rule.toolEnabled)
  addValue(fold, rule, isTrusted, 'confirmation', rule.confirmation)
}

function addValue(
  fold: ToolFold,
  { id, targetKind, groupId }: OverrideRule,
  isTrusted: boolean,
  field: Field,
  value: boolean | null,
): void {
  if (value === null || (!isTrusted && value !== RESTRICTIVE[field])) return
  const source = groupId === null ? 'user' : 'group'
  const slot = slotOf(targetKind, field, source)
  const before = fold[slot]
  if (before && before.value === RESTRICTIVE[field]) return
  const setting: Setting = { value, source, rule: id, target: targetKind }
  fold[slot] = before ? stricter(field, before, setting) : setting
}

function overrideOf(named: ToolFold, forAll: ToolFold): ToolOverride {
  return { enabled: fieldOf('enabled', named, forAll), confirmation: fieldOf('confirmation', named, forAll) }
}

function fieldOf(field: Field, named: ToolFold, forAll: ToolFold): FieldOverride {
  return {
    server: settingOf('server', field, named, forAll),
    gateway: settingOf('gateway', field, named, forAll),
  }
}

/** Among groups the most restrictive wins; a user's rule for the tool goes before one for every tool. */
function settingOf(target: TargetKind, field: Field, named: ToolFold, forAll: ToolFold): Setting | undefined {
  const ofUser = slotOf(target, field, 'user')
  const ofGroups = slotOf(target, field, 'group')
  const user = named[ofUser] ?? forAll[ofUser]
  if (user) return user
  const ofTool = named[ofGroups]
  const ofAll = forAll[ofGroups]
  return ofTool && ofAll ? stricter(field, ofTool, ofAll) : (ofTool ?? ofAll)
}

/** The more restrictive of two; of two equal ones the first. */
export function stricter(field: Field, first: Setting, second: Setting): Setting {
  return first.value !== RESTRICTIVE[field] && second.value === RESTRICTIVE[field] ? second : first
}
