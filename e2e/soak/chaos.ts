// What happens to the whole over time: power cuts at the worst moments, parts that go away, users who sign out.
import type { TokenFamilies } from './downstream/token-families.ts'
import type { Faults, Part } from './faults.ts'
import type { LimenProcess } from './limen/limen-process.ts'
import { pause } from './platform/serve.ts'

/** When a kill strikes: at the first such moment after it was armed. */
export const MOMENTS = [
  'token request arrived',
  'token answer written',
  'code redeemed',
  'call arrived',
  'events arrived at the Queue',
  'any time',
] as const
export type Moment = (typeof MOMENTS)[number]

export interface ChaosPace {
  /** Mean pauses; 0: never. */
  killEveryMs: number
  awayEveryMs: number
  signOutEveryMs: number
  awayMsMax: number
}

const KILL_LATER_MS_MAX = 40
const DOWN_MS_MIN = 100
const DOWN_MS_MAX = 1_000
const PARTS: readonly Part[] = ['authorization server', 'runtime', 'D1']

export class Chaos {
  readonly #limen: LimenProcess
  readonly #faults: Faults
  readonly #families: TokenFamilies
  readonly #pace: ChaosPace
  #armed: Moment | undefined
  #killing: Promise<void> = Promise.resolve()

  constructor(limen: LimenProcess, faults: Faults, families: TokenFamilies, pace: ChaosPace) {
    this.#limen = limen
    this.#faults = faults
    this.#families = families
    this.#pace = pace
  }

  /** Runs until then (ms since 1970), and leaves Limen up. */
  async run(until: number): Promise<void> {
    const { killEveryMs, awayEveryMs, signOutEveryMs } = this.#pace
    await Promise.all([
      this.#every(
        killEveryMs,
        until,
        this.#inTurn(MOMENTS, (moment) => this.#arm(moment)),
      ),
      this.#every(
        awayEveryMs,
        until,
        this.#inTurn(PARTS, (part) => this.#takeAway(part)),
      ),
      this.#every(signOutEveryMs, until, () => this.#signOut()),
    ])
    this.#armed = undefined
    await this.#killing
  }

  /** Told by the fake servers; a kill that waits for this moment strikes now. */
  note(moment: Moment): void {
    if (this.#armed !== moment || !this.#limen.isUp) return
    this.#armed = undefined
    this.#faults.count(`kill: ${moment}`)
    this.#killing = this.#kill()
  }

  /** A little later: also between the steps that follow the moment. */
  async #kill(): Promise<void> {
    await pause(this.#faults.random.between(0, KILL_LATER_MS_MAX))
    await this.#limen.killAndRestart(this.#faults.random.between(DOWN_MS_MIN, DOWN_MS_MAX))
  }

  #arm(moment: Moment): void {
    this.#armed ??= moment
    this.note('any time')
  }

  #takeAway(part: Part): void {
    this.#faults.takeAway(part, this.#faults.random.between(1_000, this.#pace.awayMsMax))
  }

  #signOut(): void {
    const live = this.#families.families.filter(({ ended }) => ended === null)
    if (live.length === 0) return
    this.#families.signOut(this.#faults.random.pick(live))
    this.#faults.count('user: signs out at the authorization server')
  }

  /** All of them, in a new order each time round. */
  #inTurn<T>(all: readonly T[], act: (one: T) => void): () => void {
    let left: T[] = []
    return () => {
      if (left.length === 0) left = this.#faults.random.shuffle(all)
      const next = left.pop()
      if (next !== undefined) act(next)
    }
  }

  async #every(meanMs: number, until: number, act: () => void): Promise<void> {
    if (meanMs === 0) return
    for (;;) {
      const ms = this.#faults.random.between(0.5, 1.5) * meanMs
      if (Date.now() + ms >= until) return
      await pause(ms)
      act()
    }
  }
}
