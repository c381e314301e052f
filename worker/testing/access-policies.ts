// Access lists as the hot path has them. Pure: tests without a Worker use them too.
import type { AccessPolicy } from '../policy/governance.ts'

/** Of a server: everybody may. */
export function accessPolicy(overrides: Partial<AccessPolicy> = {}): AccessPolicy {
  return {
    id: 'rul_access',
    targetKind: 'server',
    agents: {},
    otherAgents: true,
    unrecognised: true,
    deniedUsers: [],
    allowedUsers: [],
    deniedGroups: [],
    allowedGroups: null,
    ...overrides,
  }
}
