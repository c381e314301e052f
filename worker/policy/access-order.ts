// The order in which the access lists of one server or Gateway are asked (product.md §6). Pure.

/** How a user stands to the lists. Allow lists are satisfied by trusted names only, deny lists by every name. */
export interface AccessFacts {
  isDeniedUser: boolean
  isAllowedUser: boolean
  isInDeniedGroup: boolean
  hasAllowedGroups: boolean
  isInAllowedGroup: boolean
}

export type AccessStep = 'denied_users' | 'allowed_users' | 'denied_groups' | 'allowed_groups' | 'default'

interface AccessRow {
  step: AccessStep
  decides: (facts: AccessFacts) => boolean
  allow: boolean
}

/** The first row that decides counts. */
const ORDER: readonly AccessRow[] = [
  { step: 'denied_users', decides: (facts) => facts.isDeniedUser, allow: false },
  { step: 'allowed_users', decides: (facts) => facts.isAllowedUser, allow: true },
  { step: 'denied_groups', decides: (facts) => facts.isInDeniedGroup, allow: false },
  {
    step: 'allowed_groups',
    decides: (facts) => facts.hasAllowedGroups && !facts.isInAllowedGroup,
    allow: false,
  },
  { step: 'default', decides: () => true, allow: true },
]

export function decideByOrder(facts: AccessFacts): { step: AccessStep; allow: boolean } {
  for (const { step, decides, allow } of ORDER) if (decides(facts)) return { step, allow }
  return { step: 'default', allow: true }
}
