// What the edge and the admin plane may ask the MeterObject, as plain data that survives RPC (architecture.md §3.7).

export type BudgetWindow = 'minute' | 'hour' | 'day' | 'month'

export interface BudgetRule {
  kind: 'budget'
  id: string
  /** The object decides by the newest version that any isolate brought. */
  version: number
  amount: number
  unit: 'calls' | 'cost'
  window: BudgetWindow
  enforcement: 'block' | 'warn'
}

export interface RateRule {
  kind: 'rate'
  id: string
  version: number
  calls: number
  per: 'second' | 'minute'
  burst: number
}

export type MeterRule = BudgetRule | RateRule

/** One rule that counts for a call. */
export interface ChargeLine {
  rule: MeterRule
  /** Whose counter of the rule: empty where it has only one. */
  subject: string
  units: number
}

/** A line as the object is asked; `wanted`: a lease of how many units would be of use, 0 for none. */
export interface AskedLine extends ChargeLine {
  wanted: number
}

/** What is left of a lease that ends now. */
export interface Settlement {
  ruleId: string
  subject: string
  leaseId: string
  rest: number
}

export interface ChargeRequest {
  /** All of them or none. */
  lines: readonly AskedLine[]
  settlements: readonly Settlement[]
  /** `settleHold` may say within this time that nothing is charged (M13); afterwards the call is spent. */
  holdMs: number | null
}

/** Units that an isolate may spend without asking, counted from before it asked. */
export interface Lease {
  id: string
  units: number
  ttlMs: number
  /** Of a budget that only warns and is spent. */
  isBeyond: boolean
}

export interface Refusal {
  code: 'budget_exhausted' | 'rate_limited'
  /** Id of the budget or rate limit. */
  rule: string
  /** When the same call may pass, ms since 1970. */
  resetAt: number
  retryAfterMs: number
  /** For how long nothing can change this answer for as many units of the rule. */
  holdsMs: number
}

export type ChargeAnswer =
  | {
      ok: true
      /** One for each line. */
      leases: (Lease | null)[]
      /** Budgets that only warn and are spent: one for each line, its amount or null. */
      exceeded: boolean[]
      holdId: string | null
    }
  | { ok: false; refusals: (Refusal | null)[]; decisive: Refusal }

/** A budget's counter in the current window. */
export interface CounterView {
  subject: string
  /** Counted, apart from what isolates hold as leases and may still give back. */
  spent: number
  leased: number
}

export interface BudgetState {
  ruleId: string
  windowStart: number
  windowEnd: number
  /** Largest first; at most `SUBJECTS_MAX`. */
  counters: CounterView[]
  /** How many subjects have a counter. */
  subjects: number
}

/** A budget whose amount was reached. */
export interface ReachedBudget {
  ruleId: string
  /** How many counters, of different subjects or windows. */
  count: number
  lastAt: number
}

/** The methods of the MeterObject, called over RPC. */
export interface MeterRpc {
  charge(request: ChargeRequest): Promise<ChargeAnswer>
  settle(settlements: readonly Settlement[]): Promise<void>
  /** The held call is spent, or the runtime refused or never saw it and nothing is charged. */
  settleHold(holdId: string, isSpent: boolean): Promise<void>
  /** One for each rule; of the counter of one subject where it is named, else of all. */
  readBudgets(rules: readonly BudgetRule[], subject: string | null): Promise<BudgetState[]>
  listReached(since: number): Promise<ReachedBudget[]>
}
