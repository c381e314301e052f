// Asks policy, and turns its verdict into the refusal that the client sees (M14, O4).
import { insufficientScopeChallenge } from '../edge/challenge.ts'
import { decideCall, type CallVerdict } from '../policy/decide-call.ts'
import type { Message } from '../protocol/message.ts'
import type { Access } from './authenticate.ts'
import type { Exchange } from './parts.ts'
import { McpRefusal } from './refusal.ts'

/** Throws McpRefusal. */
export function requireAllowed(
  { snapshot, surface }: Pick<Exchange, 'snapshot' | 'surface'>,
  messages: readonly Message[],
  access: Access,
): void {
  const verdict = decideCall(snapshot, messages, access.caller?.scopes ?? [], access.user)
  if (!verdict.allow) throw refusalOf(verdict, surface)
}

function refusalOf(
  verdict: Extract<CallVerdict, { allow: false }>,
  surface: Exchange['surface'],
): McpRefusal {
  switch (verdict.reason) {
    case 'tool_not_named':
      return new McpRefusal('invalid_params')
    case 'unknown_tool':
      return new McpRefusal('unknown_tool', {
        message: `Unknown tool: ${verdict.tool}`,
        rule: verdict.rule,
        detail: 'the tool is hidden, or was never seen',
      })
    case 'tool_changed':
      return new McpRefusal('tool_changed', { rule: verdict.rule })
    case 'insufficient_scope': {
      const granted = verdict.granted.filter((scope) => scope !== 'offline_access')
      return new McpRefusal('insufficient_scope', {
        rule: verdict.rule,
        headers: { 'www-authenticate': insufficientScopeChallenge(granted, verdict.needed, surface) },
      })
    }
    case 'scope_not_offered':
      return new McpRefusal('scope_not_offered', { rule: verdict.rule })
  }
}
