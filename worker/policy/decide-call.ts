// May this caller send these messages? Tool rules and scopes (product.md §4, M14). Pure.
import type { KnownUser } from './caller.ts'
import { effectiveTool } from './effective-tool.ts'
import type { Governance } from './governance.ts'
import type { Message } from '../protocol/message.ts'
import {
  canBePinned,
  decideOffer,
  isNewToolOffered,
  type OfferedTool,
  type OfferRules,
} from './tool-offer.ts'

/** The part of a snapshot that decides about calls. */
export interface CallPolicy {
  /** What the attachment offers; a token's scopes beyond it do not count. */
  scopes: readonly string[]
  tools: ReadonlyMap<string, OfferedTool & { requiredScopes: readonly string[] }>
  server: OfferRules
  governance: Governance
}

export type CallVerdict =
  | { allow: true }
  /** A `tools/call` that names no tool: nothing can be decided about it. */
  | { allow: false; reason: 'tool_not_named'; rawId: string | undefined }
  /** Answered like a tool that does not exist: nothing says that there is a rule. */
  | {
      allow: false
      reason: 'unknown_tool'
      tool: string
      rawId: string | undefined
      /** The group's or user's rule that hides it, for the log alone. */
      rule: string | undefined
    }
  /** Its definition has changed, and the change is not approved. */
  | { allow: false; reason: 'tool_changed'; rule: string }
  /** The client can step up to these (O4). */
  | {
      allow: false
      reason: 'insufficient_scope'
      rule: string
      granted: readonly string[]
      needed: readonly string[]
    }
  /** No token of this attachment can ever carry what the tool needs: stepping up would loop. */
  | { allow: false; reason: 'scope_not_offered'; rule: string }

const ALLOW: CallVerdict = { allow: true }

/** Every message of the body is looked at; the first one that may not pass decides. */
export function decideCall(
  policy: CallPolicy,
  messages: readonly Message[],
  callerScopes: readonly string[],
  user: KnownUser | null,
): CallVerdict {
  for (const message of messages) {
    const verdict = decideMessage(policy, message, callerScopes, user)
    if (!verdict.allow) return verdict
  }
  return ALLOW
}

function decideMessage(
  policy: CallPolicy,
  message: Message,
  callerScopes: readonly string[],
  user: KnownUser | null,
): CallVerdict {
  if (message.kind === 'response' || message.method !== 'tools/call') return ALLOW
  const rawId = message.kind === 'request' ? message.rawId : undefined
  const tool = toolOf(message)
  if (tool === undefined) return { allow: false, reason: 'tool_not_named', rawId }
  const rules = policy.tools.get(tool)
  const { enabled } = effectiveTool(policy.governance, user, tool, {
    enabled: rules ? rules.enabled : isNewToolOffered(policy.server, undefined),
    confirmation: false,
  })
  const offer = rules
    ? decideOffer(policy.server, rules, enabled.value)
    : canBePinned(policy.tools, tool)
      ? undefined
      : 'hidden'
  if (!enabled.value || offer === 'hidden') {
    return { allow: false, reason: 'unknown_tool', tool, rawId, rule: enabled.rule ?? undefined }
  }
  if (!rules) return ALLOW
  if (offer === 'blocked') return { allow: false, reason: 'tool_changed', rule: `tool_changed:${tool}` }
  if (rules.requiredScopes.length === 0) return ALLOW
  const granted = callerScopes.filter((scope) => policy.scopes.includes(scope))
  if (rules.requiredScopes.every((scope) => granted.includes(scope))) return ALLOW
  const rule = `tool_scopes:${tool}`
  return rules.requiredScopes.every((scope) => policy.scopes.includes(scope))
    ? { allow: false, reason: 'insufficient_scope', rule, granted, needed: rules.requiredScopes }
    : { allow: false, reason: 'scope_not_offered', rule }
}

/** The tool that a message calls. A `tools/call` sent as a notification would run it as well. */
export function toolOf(message: Message): string | undefined {
  if (message.kind === 'response' || message.method !== 'tools/call') return undefined
  const name = message.params?.['name']
  return typeof name === 'string' ? name : undefined
}
