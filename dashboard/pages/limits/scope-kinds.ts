// The kinds of scopes, as they are chosen.
import type { MeterScope } from '../../../schema/api/meter-scope.ts'

export const SCOPE_KINDS: readonly { value: MeterScope['kind']; label: string }[] = [
  { value: 'server', label: 'All calls to the server' },
  { value: 'gateway', label: 'All calls through the Gateway' },
  { value: 'tool', label: 'Calls of one tool' },
  { value: 'agent', label: 'Calls of one agent' },
  { value: 'user', label: 'Calls of one user' },
  { value: 'default_user', label: 'Calls of each user who has none of their own' },
  { value: 'anonymous', label: 'Calls without a user, together' },
]
