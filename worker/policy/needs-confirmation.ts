// Must the user approve this very call? (product.md §6) Pure.
import type { KnownUser } from './caller.ts'
import { effectiveTool, type ToolBase } from './effective-tool.ts'
import type { Governance } from './governance.ts'

export interface ConfirmationPolicy {
  tools: ReadonlyMap<string, ToolBase>
  governance: Governance
}

/** What holds for this user, and the rule behind it; null where the call needs nobody. */
export function needsConfirmation(
  { tools, governance }: ConfirmationPolicy,
  user: KnownUser | null,
  tool: string,
): { rule: string } | null {
  const { confirmation } = effectiveTool(governance, user, tool, tools.get(tool) ?? UNKNOWN)
  return confirmation.value ? { rule: confirmation.rule ?? `tool_confirmation:${tool}` } : null
}

const UNKNOWN: ToolBase = { enabled: true, confirmation: false }

const answers = new WeakMap<ConfirmationPolicy, boolean>()

/** Whether any call of anybody may; found out once for each snapshot. */
export function mayNeedConfirmation(policy: ConfirmationPolicy): boolean {
  const known = answers.get(policy)
  if (known !== undefined) return known
  const may =
    policy.governance.rules.some(({ confirmation }) => confirmation === true) ||
    [...policy.tools.values()].some(({ confirmation }) => confirmation)
  answers.set(policy, may)
  return may
}
