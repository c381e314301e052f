// Which rules count for a call, and on whose counter (product.md §8, S20). Pure.
import type { KnownAgent, KnownUser } from '../policy/caller.ts'
import type { ChargeLine, MeterRule } from './contract.ts'
import { UNRECOGNISED, type MeteredRules } from './metered-rules.ts'

/** Who is charged. */
export interface Payer {
  user: KnownUser | null
  agent: KnownAgent | null
  /** What names the credential of this call; null where there is none. */
  token: string | null
}

/** One `tools/call` of a body. */
export interface MeteredCall {
  tool: string
  cost: number
}

/** What is counted for those who claim something without a token: one counter for all. */
const NOBODY = 'nobody'

/** Every rule that matches counts, each once for the whole body. */
export function chargeLines(
  rules: MeteredRules,
  { user, agent, token }: Payer,
  calls: readonly MeteredCall[],
): ChargeLine[] {
  const lines: ChargeLine[] = []
  const charge = (matching: readonly MeterRule[] | undefined, subject: string, charged = calls) => {
    for (const rule of matching ?? []) {
      const units = unitsOf(rule, charged)
      if (units > 0) lines.push({ rule, subject, units })
    }
  }
  charge(rules.always, '')
  if (rules.byTool.size > 0) {
    for (const tool of new Set(calls.map((call) => call.tool))) {
      charge(
        rules.byTool.get(tool),
        '',
        calls.filter((call) => call.tool === tool),
      )
    }
  }
  if (agent && rules.byAgent.size > 0) chargeAgent(rules, agent, token, charge)
  chargeUser(rules, user, token, charge)
  return lines
}

type Charge = (matching: readonly MeterRule[] | undefined, subject: string) => void

/** Who merely says to be an agent does not spend what is that agent's. */
function chargeAgent(
  { byAgent }: MeteredRules,
  agent: KnownAgent,
  token: string | null,
  charge: Charge,
): void {
  if (agent.id === null) charge(byAgent.get(UNRECOGNISED), '')
  else charge(byAgent.get(agent.id), agent.level === 'claimed' ? (tokenSubject(token) ?? NOBODY) : '')
}

function chargeUser(rules: MeteredRules, user: KnownUser | null, token: string | null, charge: Charge): void {
  if (rules.bySubject.size + rules.byEmail.size + rules.defaultUser.length + rules.anonymous.length === 0)
    return
  const claimant = user?.level === 'claimed' ? tokenSubject(token) : null
  // A claim that no token stands behind is worth nothing: the call has no user.
  if (!user || (user.level === 'claimed' && claimant === null)) {
    charge(rules.anonymous, '')
    return
  }
  const own = user.subject === null ? undefined : rules.bySubject.get(`${user.issuer} ${user.subject}`)
  const named = user.email === null ? undefined : rules.byEmail.get(user.email.toLowerCase())
  if (claimant !== null) {
    // Whoever is claimed is not charged, and no claim leads away from what holds for everybody.
    charge(own, claimant)
    charge(named, claimant)
    charge(rules.defaultUser, claimant)
    return
  }
  const self = userSubject(user)
  charge(own, '')
  charge(named, user.emailVerified ? '' : self)
  const proven = [...(own ?? []), ...(user.emailVerified ? (named ?? []) : [])]
  for (const rule of rules.defaultUser) {
    if (!proven.some(({ kind }) => kind === rule.kind)) charge([rule], self)
  }
}

/** Cost is counted by budgets in cost units only. */
function unitsOf(rule: MeterRule, calls: readonly MeteredCall[]): number {
  if (rule.kind === 'rate' || rule.unit === 'calls') return calls.length
  let cost = 0
  for (const call of calls) cost += call.cost
  return cost
}

function userSubject({ issuer, subject, email }: KnownUser): string {
  return subject === null ? `email ${email}` : `user ${issuer} ${subject}`
}

function tokenSubject(token: string | null): string | null {
  return token === null ? null : `token ${token}`
}
