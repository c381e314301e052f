// The two demo users, and clients they sit in front of.
import { WalkingProvider, type WalkingProviderOptions } from '../../examples/demo/oauth-provider.ts'
import { users } from '../../examples/demo/stack.ts'

export const [ada, grace] = users

export function clientOf(
  person: (typeof users)[number],
  options: Partial<WalkingProviderOptions> = {},
): WalkingProvider {
  return new WalkingProvider({ clientName: 'e2e', person, ...options })
}
