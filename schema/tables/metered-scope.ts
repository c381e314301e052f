// What a budget or a rate limit is counted over (product.md §8). The same columns in both tables.
import { text } from 'drizzle-orm/sqlite-core'

export const METER_SCOPES = [
  'gateway',
  'server',
  'agent',
  'user',
  'default_user',
  'anonymous',
  'tool',
] as const

export function meteredScope() {
  return {
    scope: text('scope', { enum: METER_SCOPES }).notNull(),
    /** Scope `gateway`: the one it is for. Other scopes: counts only there; null counts everywhere. */
    gatewayId: text('gateway_id'),
    /** Scopes `server` and `tool`: the one it is for. Other scopes: counts only there; null counts everywhere. */
    serverId: text('server_id'),
    /** Scope `tool`. */
    tool: text('tool'),
    /** Scope `agent`: an agent, or `unrecognised`. */
    agentId: text('agent_id'),
    /** Scope `user`: issuer and subject together, or the e-mail alone (lower case). */
    userIssuer: text('user_issuer'),
    userSubject: text('user_subject'),
    userEmail: text('user_email'),
  }
}
