// Why a tool is offered, hidden or blocked (product.md §6). Pure; for admins, no call asks it.
import type { TargetKind } from './governance.ts'
import { decideOffer, type OfferedTool, type OfferRules, type ToolOffer } from './tool-offer.ts'
import type { Setting } from './tool-overrides.ts'

export interface OfferReason {
  /** `enabled` and `disabled`: the tool's own setting; the others: the server's setting of that name, or a rule. */
  by: 'enabled' | 'disabled' | 'newTools' | 'changedTools' | 'rule'
  /** Null unless a rule decided. */
  ruleId: string | null
  target: TargetKind | null
}

/** `enabled` as it is for the user; `isSet`: an admin switched this very tool, so that `newTools` says nothing. */
export function explainOffer(
  rules: OfferRules,
  tool: OfferedTool,
  enabled: Setting,
  isSet: boolean,
): { offer: ToolOffer; offerReason: OfferReason } {
  const offer = decideOffer(rules, tool, enabled.value)
  return { offer, offerReason: reasonOf(offer, enabled, isSet) }
}

function reasonOf(offer: ToolOffer, { value, rule, target }: Setting, isSet: boolean): OfferReason {
  if (value && offer !== 'offered') return { by: 'changedTools', ruleId: null, target: null }
  if (rule !== null) return { by: 'rule', ruleId: rule, target }
  if (!isSet) return { by: 'newTools', ruleId: null, target: null }
  return { by: value ? 'enabled' : 'disabled', ruleId: null, target: null }
}
