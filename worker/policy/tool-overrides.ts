// What rules change about the tools for one user: base → groups, most restrictive wins → user overrides; then the
// server's result and the Gateway's, most restrictive wins (product.md §2, §6). Pure.
import type { OverrideRule, TargetKind } from './governance.ts'
import type { MatchedRule } from './standing.ts'

/** A value and what set it. */
export interface Setting {
  value: boolean
  source: 'base' | 'group' | 'user'
  /** The rule's id; null for `base`. */
  rule: string | null
}

/** What server and Gateway say about one field of one tool; undefined: nothing. */
export type FieldOverride = Readonly<Partial<Record<TargetKind, Setting>>>

export interface ToolOverride {
  enabled: FieldOverride
  confirmation: FieldOverride
}

export interface ToolOverrides {
  byTool: ReadonlyMap<string, ToolOverride>
  /** Of every tool that no rule names. */
  others: ToolOverride
}

type Field = keyof ToolOverride

/** The value of each field that restricts. */
export const RESTRICTIVE: Readonly<Record<Field, boolean>> = { enabled: false, confirmation: true }
const FIELDS = ['enabled', 'confirmation'] as const satisfies readonly Field[]
const TARGETS = ['server', 'gateway'] as const satisfies readonly TargetKind[]

/** What rules of one tier say about one field. */
interface Tiers {
  group?: Setting
  user?: Setting
}

type Fold = Partial<Record<`${TargetKind} ${Field}`, Tiers>>

/** `matched` are the rules that speak about the user. */
export function foldOverrides(matched: readonly MatchedRule[]): ToolOverrides {
  const forAll: Fold = {}
  const named = new Map<string, Fold>()
  for (const { rule, isTrusted } of matched) {
    addRule(rule.tool === null ? forAll : foldOf(named, rule.tool), rule, isTrusted)
  }
  return {
    byTool: new Map([...named].map(([tool, fold]) => [tool, overrideOf(fold, forAll)])),
    others: overrideOf({}, forAll),
  }
}

function foldOf(folds: Map<string, Fold>, tool: string): Fold {
  const found = folds.get(tool)
  if (found) return found
  const fold: Fold = {}
  folds.set(tool, fold)
  return fold
}

/** A rule that meets the user by a name nobody vouches for only restricts (S20). */
function addRule(fold: Fold, rule: OverrideRule, isTrusted: boolean): void {
  const tier = rule.groupId === null ? 'user' : 'group'
  for (const field of FIELDS) {
    const value = field === 'enabled' ? rule.toolEnabled : rule.confirmation
    if (value === null || (!isTrusted && value !== RESTRICTIVE[field])) continue
    const tiers = (fold[`${rule.targetKind} ${field}`] ??= {})
    const setting: Setting = { value, source: tier, rule: rule.id }
    const before = tiers[tier]
    tiers[tier] = before ? stricter(field, before, setting) : setting
  }
}

function overrideOf(named: Fold, forAll: Fold): ToolOverride {
  return { enabled: fieldOf('enabled', named, forAll), confirmation: fieldOf('confirmation', named, forAll) }
}

/** Among groups the most restrictive wins; a user's rule for the tool goes before one for every tool. */
function fieldOf(field: Field, named: Fold, forAll: Fold): FieldOverride {
  const found: Partial<Record<TargetKind, Setting>> = {}
  for (const target of TARGETS) {
    const ofTool = named[`${target} ${field}`]
    const ofAll = forAll[`${target} ${field}`]
    const setting = ofTool?.user ?? ofAll?.user ?? ofGroups(field, ofTool?.group, ofAll?.group)
    if (setting) found[target] = setting
  }
  return found
}

function ofGroups(
  field: Field,
  ofTool: Setting | undefined,
  ofAll: Setting | undefined,
): Setting | undefined {
  return ofTool && ofAll ? stricter(field, ofTool, ofAll) : (ofTool ?? ofAll)
}

/** The more restrictive of two; of two equal ones the first. */
export function stricter(field: Field, first: Setting, second: Setting): Setting {
  return first.value !== RESTRICTIVE[field] && second.value === RESTRICTIVE[field] ? second : first
}
