// S18, first half: every grant is active or needs_reauth, with a reason that the authorization server's ledger justifies.
// Pure.
import type { SignedOut } from '../clients/mcp-client.ts'
import type { Family } from '../downstream/token-families.ts'
import type { Kill } from '../limen/limen-process.ts'
import { describe } from './judge-token-requests.ts'
import type { StoredGrant } from './read-grants.ts'
import type { Violation } from './violation.ts'

/** From the redemption of the code to the grant's row: the slowest answers on the way. */
const SIGN_IN_MS = 15_000
const ORPHAN_MS = 15_000
/** A request that had left when the new sign-in was stored. */
const REPLAY_MS = 1_000
/** From the intent on disk to the kill that left nothing else of it. */
const INTENT_MS = 3_000

/** What the server that issued it says of the refresh token that a grant holds. */
export interface HeldToken {
  family: Family
  generation: number
}

export interface GrantCase {
  grants: readonly StoredGrant[]
  families: readonly Family[]
  findToken: (refreshToken: string) => HeldToken | undefined
  kills: readonly Kill[]
  /** When Limen was stopped, to be looked into; ms since 1970. */
  stoppedAt: number
  /** Every end that a client was told. */
  signedOut: readonly SignedOut[]
  /** Of each user: those whose code may have been issued, and was never redeemed. */
  failedSignIns: ReadonlyMap<string, number>
}

export function judgeGrants(facts: GrantCase): Violation[] {
  const { grants, families, findToken, signedOut } = facts
  const violations: Violation[] = []
  const grantOf = new Map<Family, StoredGrant>()
  for (const grant of grants) {
    const held = grant.refreshToken === null ? undefined : findToken(grant.refreshToken)
    if (held && grantOf.has(held.family))
      violations.push({ rule: 'S18', what: `${grant.id}: two grants of ${held.family.id}` })
    if (held) grantOf.set(held.family, grant)
    const fault = faultOf(grant, held, facts)
    if (!fault) continue
    const history = held ? ` (${held.family.id}: ${describe(held.family)})` : ''
    violations.push({ ...fault, what: `${grant.id} of ${grant.subject}: ${fault.what}${history}` })
  }
  violations.push(...judgeExpired(facts))
  for (const [family, grant] of grantOf) violations.push(...judgeReplays(family, grant, grants))
  for (const family of families)
    if (family.usedAt.size > 0 && !grantOf.has(family))
      violations.push({
        rule: 'P1',
        what: `${family.id} of ${family.user} was in use, and no grant holds it`,
      })
  for (const { family: id, at } of signedOut) {
    const family = families.find((candidate) => candidate.id === id)
    const grant = family && grantOf.get(family)
    if (grant && grant.state !== 'needs_reauth')
      violations.push({
        rule: 'P1',
        what: `${grant.id} is ${grant.state}; its client was signed out at ${at}`,
      })
  }
  return violations
}

/** A code that nobody redeems takes its grant with it (O7). */
function judgeExpired({ grants, failedSignIns }: GrantCase): Violation[] {
  const users = new Set(grants.filter(isExpired).map(({ subject }) => subject))
  return [...users].flatMap((user) => {
    const expired = grants.filter((grant) => isExpired(grant) && grant.subject === user).length
    const failed = failedSignIns.get(user) ?? 0
    if (expired <= failed) return []
    return [no(`${expired} grants of ${user} expired, and ${failed} of their sign-ins failed`)]
  })
}

function isExpired({ state, endReason }: StoredGrant): boolean {
  return state === 'revoked' && endReason === 'expired'
}

/** An attempt that is older has been given up by nobody and finished by nobody (the vault's ORPHAN_MS). */
function isUnderWay({ state, attemptAt }: StoredGrant, { stoppedAt }: GrantCase): boolean {
  return state === 'refreshing' && stoppedAt - (attemptAt ?? 0) < ORPHAN_MS
}

/** §3: providers may share one grant between sign-ins, and a replay would kill the newer one. */
function judgeReplays(family: Family, grant: StoredGrant, grants: readonly StoredGrant[]): Violation[] {
  return family.requests
    .filter(({ generation, arrivedAt }, index) => {
      const unknown = family.requests
        .slice(0, index)
        .find((earlier) => earlier.generation === generation && earlier.told === null)
      if (!unknown) return false
      return grants.some(
        ({ id, subject, createdAt }) =>
          id !== grant.id &&
          subject === grant.subject &&
          createdAt > unknown.arrivedAt &&
          createdAt < arrivedAt - REPLAY_MS,
      )
    })
    .map(({ generation }) => ({
      rule: 'P1',
      what: `${grant.id}: token ${generation} came again after its person had signed in anew (${describe(family)})`,
    }))
}

function faultOf(grant: StoredGrant, held: HeldToken | undefined, facts: GrantCase): Violation | undefined {
  const { state, endReason } = grant
  if (isExpired(grant) || isUnderWay(grant, facts)) return undefined
  if (state !== 'active' && state !== 'needs_reauth')
    return no(`${state} ${endReason ?? grant.lastError ?? ''}`)
  if (!held) return no(`it holds no refresh token of the authorization server, and is ${state}`)
  if (state === 'active') return faultOfActive(held)
  if (endReason === 'invalid_grant') return faultOfInvalidGrant(held.family)
  if (endReason === 'superseded') return faultOfSuperseded(grant, held, facts)
  return no(`needs_reauth for ${endReason}, which nothing here can cause`)
}

function faultOfActive({ family, generation }: HeldToken): Violation | undefined {
  if (family.ended) return no(`active, and its family was ended by ${family.ended.by} long ago`)
  if (generation !== family.generation)
    return {
      rule: 'P3',
      what: `it holds token ${generation}, and ${family.generation} is the one that is good`,
    }
  return undefined
}

function faultOfInvalidGrant(family: Family): Violation | undefined {
  if (!family.ended) return { rule: 'P1', what: 'ended for invalid_grant; the server would still honour it' }
  const wasTold = family.requests.some(
    ({ verdict, told }) => verdict === 'invalid_grant' && told === 'verdict',
  )
  return wasTold ? undefined : no('ended for invalid_grant, which the server never answered')
}

/** §3: another sign-in of the same person, while the outcome of a request was unknown. */
function faultOfSuperseded(
  grant: StoredGrant,
  { family, generation }: HeldToken,
  { families, kills }: GrantCase,
): Violation | undefined {
  const endedAt = grant.endedAt ?? 0
  const same = family.requests.filter((request) => request.generation === generation)
  const untold = same.find(({ told }) => told === null)
  const lastTold = family.requests.findLast(({ told }) => told === 'verdict')?.arrivedAt ?? family.createdAt
  const kill = kills.find(({ at }) => at >= lastTold && at <= endedAt)
  const since = Math.min(untold?.arrivedAt ?? Infinity, kill ? kill.at - INTENT_MS : Infinity)
  if (since === Infinity) return no('superseded, and no request of it had an unknown outcome')
  const isNewer = (other: Family) =>
    other !== family &&
    other.user === family.user &&
    other.createdAt >= since - SIGN_IN_MS &&
    other.createdAt <= endedAt
  return families.some(isNewer) ? undefined : no('superseded, and the person had not signed in again')
}

function no(what: string): Violation {
  return { rule: 'S18', what }
}
