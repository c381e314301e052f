// The right to a call ended while it waited: a 401, which always leads to a new sign-in (O4; RFC 9110 §15.5.2).
import { invalidTokenChallenge } from '../edge/challenge.ts'
import type { Exchange } from './parts.ts'
import { McpRefusal } from './refusal.ts'

export function accessEnded(
  { snapshot, surface }: Pick<Exchange, 'snapshot' | 'surface'>,
  rule?: string,
): McpRefusal {
  return new McpRefusal('access_ended', {
    rule,
    headers: { 'www-authenticate': invalidTokenChallenge(snapshot, surface) },
  })
}
