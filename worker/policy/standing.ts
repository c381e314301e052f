// How one user stands to the lists and rules of one server. Found once for each user and revision. Pure.
import { decideByOrder, type AccessStep } from './access-order.ts'
import type { KnownUser } from './caller.ts'
import {
  compiledOf,
  type CompiledGovernance,
  type CompiledPolicy,
  type Governance,
  type TargetKind,
} from './governance.ts'
import type { ToolFold, ToolOverride } from './tool-overrides.ts'
import { keysOfUser, matchIn, type Match, type UserKey } from './user-keys.ts'

export type AccessVerdict =
  | { allow: true; rule: string | null; target: TargetKind | null; step: AccessStep }
  | { allow: false; rule: string; target: TargetKind; step: AccessStep }

export interface Standing {
  keys: readonly UserKey[]
  access: AccessVerdict
  /** Groups that the user belongs to. */
  groups: ReadonlyMap<string, Exclude<Match, 'none'>>
  /** What was found about tools so far; `overridesOf` fills both. */
  forAllTools: ToolFold | undefined
  readonly overrides: Map<string, ToolOverride>
}

const NAMES_MAX = 1_000
const NOBODY: KnownUser = {
  level: 'claimed',
  issuer: null,
  subject: null,
  organization: null,
  email: null,
  emailVerified: false,
}

/** Null is a caller without a user: in no group, on no list. */
export function standingOf(compiled: CompiledGovernance, user: KnownUser | null): Standing {
  const known = user ?? NOBODY
  const found = compiled.standings.get(known)
  if (found) return found
  const standing = byName(compiled, known)
  compiled.standings.set(known, standing)
  return standing
}

/** Groups that a user belongs to, as far as this server's rules and lists name them. */
export function groupsOf(governance: Governance, user: KnownUser | null): Standing['groups'] {
  return standingOf(compiledOf(governance), user).groups
}

/** Whoever makes a new object for each call still gets the answer of the call before. */
function byName(compiled: CompiledGovernance, user: KnownUser): Standing {
  const keys = keysOfUser(user, compiled.acceptClaimed)
  const name = keys.map(({ key, isTrusted }) => `${isTrusted ? '+' : '-'}${key}`).join('\n')
  const { standingsByName: known } = compiled
  const before = known.get(name)
  if (before) return before
  const standing = findStanding(compiled, keys)
  if (known.size >= NAMES_MAX) known.clear()
  known.set(name, standing)
  return standing
}

function findStanding(compiled: CompiledGovernance, keys: readonly UserKey[]): Standing {
  const groups = new Map<string, Exclude<Match, 'none'>>()
  for (const { id, members } of compiled.groups) {
    const match = matchIn(members, keys)
    if (match !== 'none') groups.set(id, match)
  }
  return {
    keys,
    access: accessOf(compiled.policies, keys, groups),
    groups,
    forAllTools: undefined,
    overrides: new Map(),
  }
}

/** Server and Gateway are both asked; the first that refuses decides, else the first that was set allows. */
function accessOf(
  policies: readonly CompiledPolicy[],
  keys: readonly UserKey[],
  groups: Standing['groups'],
): AccessVerdict {
  let allowed: AccessVerdict = { allow: true, rule: null, target: null, step: 'default' }
  for (const policy of policies) {
    const { step, allow } = decideByOrder({
      isDeniedUser: matchIn(policy.deniedUsers, keys) !== 'none',
      isAllowedUser: matchIn(policy.allowedUsers, keys) === 'trusted',
      isInDeniedGroup: policy.deniedGroups.some((id) => groups.has(id)),
      hasAllowedGroups: policy.allowedGroups !== null,
      isInAllowedGroup: policy.allowedGroups?.some((id) => groups.get(id) === 'trusted') ?? false,
    })
    const verdict = { rule: policy.id, target: policy.targetKind, step }
    if (!allow) return { allow, ...verdict }
    if (allowed.rule === null) allowed = { allow, ...verdict }
  }
  return allowed
}
