// The settings of one tool for one user, each with the rule that set it (product.md §6). Pure.
import type { KnownUser } from './caller.ts'
import { compiledOf, type Governance } from './governance.ts'
import { standingOf } from './standing.ts'
import { overridesOf, stricter, type FieldOverride, type Setting } from './tool-overrides.ts'

/** What holds for everybody about whom no rule speaks. */
export interface ToolBase {
  enabled: boolean
  /** The user must approve each call. */
  confirmation: boolean
}

export interface EffectiveTool {
  enabled: Setting
  confirmation: Setting
}

const BASE = {
  true: { value: true, source: 'base', rule: null, target: null },
  false: { value: false, source: 'base', rule: null, target: null },
} as const satisfies Record<string, Setting>

/** `user` is null where nobody was named: then the base holds. A few Map lookups once the user was met. */
export function effectiveTool(
  governance: Governance,
  user: KnownUser | null,
  tool: string,
  base: ToolBase,
): EffectiveTool {
  const enabled = base.enabled ? BASE.true : BASE.false
  const confirmation = base.confirmation ? BASE.true : BASE.false
  if (governance.rules.length === 0 || user === null) return { enabled, confirmation }
  const compiled = compiledOf(governance)
  const override = overridesOf(compiled, standingOf(compiled, user), tool)
  return {
    enabled: applied('enabled', enabled, override.enabled),
    confirmation: applied('confirmation', confirmation, override.confirmation),
  }
}

function applied(field: keyof EffectiveTool, base: Setting, { server, gateway }: FieldOverride): Setting {
  const own = server ?? base
  return gateway ? stricter(field, own, gateway) : own
}
