// Is a tool offered to anybody: what the admin set, what the catalogue knows, and what the server says about tools that
// are new or have changed (product.md §6). Pure.
import type { ToolRisk } from '../../schema/tables/tools.ts'
import { isToolName } from './tool-name.ts'

/** What is known of one tool, configured or seen. */
export interface OfferedTool {
  enabled: boolean
  /** Of the definition that waits for approval since the pinned one changed, also while the tool is gone; or null. */
  seenHash: string | null
}

export interface OfferRules {
  newTools: 'read_only_on' | 'on' | 'off'
  /** `allow` stands in old rows for `report`. */
  changedTools: 'allow' | 'report' | 'hide' | 'block'
}

export type ToolOffer =
  | 'offered'
  /** Neither listed nor callable; a call is answered like one of a tool that does not exist. */
  | 'hidden'
  /** Listed, and every call refused by rule until the change is approved. */
  | 'blocked'

/** `enabled` may be another value than the tool's own, where group or user rules say so. */
export function decideOffer(
  rules: OfferRules,
  tool: OfferedTool,
  enabled: boolean = tool.enabled,
): ToolOffer {
  if (!enabled) return 'hidden'
  if (tool.seenHash === null) return 'offered'
  if (rules.changedTools === 'hide') return 'hidden'
  return rules.changedTools === 'block' ? 'blocked' : 'offered'
}

/** What a runtime may fill the catalogue with (P9). */
export const CATALOGUE_TOOLS_MAX = 2_000

/** Nothing that is not there already would be recorded and pinned, so nothing else is offered, whatever anybody set. */
export function isCatalogueFull(tools: Pick<ReadonlyMap<string, unknown>, 'size'>): boolean {
  return tools.size >= CATALOGUE_TOOLS_MAX
}

/** Whether a tool that is not there yet would be recorded; one that would not cannot be offered. */
export function canBePinned(tools: Pick<ReadonlyMap<string, unknown>, 'size'>, name: string): boolean {
  return !isCatalogueFull(tools) && isToolName(name)
}

/** A tool nobody has configured or seen; its risk is known only where its definition is there, in a list. */
export function isNewToolOffered(
  { newTools }: Pick<OfferRules, 'newTools'>,
  risk: ToolRisk | undefined,
): boolean {
  return newTools === 'on' || (newTools === 'read_only_on' && risk === 'read')
}
