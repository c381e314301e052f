// The one MeterObject of a deployment: what was spent of every budget, and the buckets of every rate limit. This class
// gives the ledger its clock and answers RPC.
import { DurableObject } from 'cloudflare:workers'
import { METER_OBJECT_TABLES } from '../../schema/objects/meter-object.ts'
import type { Env } from '../environment.ts'
import type {
  BudgetRule,
  BudgetState,
  ChargeAnswer,
  ChargeRequest,
  MeterRpc,
  ReachedBudget,
  Settlement,
} from './contract.ts'
import { Ledger } from './ledger.ts'

const PRUNE_MS = 10 * 60_000

export class MeterObject extends DurableObject<Env> implements MeterRpc {
  readonly #ledger: Ledger
  #isAlarmSet = false

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.storage.sql.exec(METER_OBJECT_TABLES)
    this.#ledger = new Ledger(ctx.storage, Date.now())
  }

  async charge(request: ChargeRequest): Promise<ChargeAnswer> {
    const now = Date.now()
    const answer = this.#ledger.charge(request, now)
    if (!this.#isAlarmSet) this.ctx.waitUntil(this.#planPruning(now))
    return answer
  }

  async settle(settlements: readonly Settlement[]): Promise<void> {
    this.#ledger.settle(settlements, Date.now())
  }

  async settleHold(holdId: string, isSpent: boolean): Promise<void> {
    this.#ledger.settleHold(holdId, isSpent, Date.now())
  }

  async readBudgets(rules: readonly BudgetRule[], subject: string | null): Promise<BudgetState[]> {
    const now = Date.now()
    return rules.map((rule) => this.#ledger.readBudget(rule, subject, now))
  }

  async listReached(since: number): Promise<ReachedBudget[]> {
    return this.#ledger.listReached(since)
  }

  override async alarm(): Promise<void> {
    const now = Date.now()
    this.#isAlarmSet = false
    if (this.#ledger.prune(now)) await this.#planPruning(now)
  }

  /** An alarm that a life before set stays. */
  async #planPruning(now: number): Promise<void> {
    this.#isAlarmSet = true
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(now + PRUNE_MS)
  }
}
