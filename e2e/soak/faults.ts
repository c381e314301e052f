// What may go wrong, where and how often. Each place goes through all of its kinds before it repeats one, so that a run
// of some seconds has seen every kind.
import type { Random } from './random.ts'

/** `before` and `after`: whether the other side had done what it was asked to when it failed. */
export const FAULTS = {
  token: {
    rate: 0.12,
    kinds: [
      '503 before',
      '500 after',
      'HTML after',
      'cut before',
      'cut after',
      'cut inside',
      '429',
      'temporarily_unavailable',
      'invalid_client',
      'slow',
      'later than the deadline',
      'without scopes',
    ],
  },
  userinfo: { rate: 0.06, kinds: ['503', 'cut'] },
  runtime: {
    rate: 0.08,
    kinds: [
      '503',
      'cut before status',
      'cut inside JSON',
      'stream cut',
      'slow',
      'slow stream',
      'invalid_token',
      'bare 401',
    ],
  },
  d1: { rate: 0.06, kinds: ['error before', 'error after', 'cut before', 'cut after', 'slow'] },
  kv: { rate: 0.04, kinds: ['503', 'cut'] },
  queue: { rate: 0.05, kinds: ['refused', 'cut after'] },
  delivery: { rate: 0.08, kinds: ['twice', 'late'] },
  client: { rate: 0.02, kinds: ['leaves'] },
} as const

export type Place = keyof typeof FAULTS
export type FaultOf<P extends Place> = (typeof FAULTS)[P]['kinds'][number]
/** Parts that may be away for some seconds. */
export type Part = 'authorization server' | 'runtime' | 'D1'

export class Faults {
  readonly counts = new Map<string, number>()
  readonly #random: Random
  readonly #bags = new Map<Place, string[]>()
  readonly #awayUntil = new Map<Part, number>()
  #isOn = false

  constructor(random: Random) {
    this.#random = random
  }

  get random(): Random {
    return this.#random
  }

  begin(): void {
    this.#isOn = true
  }

  /** From here on everything works. */
  end(): void {
    this.#isOn = false
    this.#awayUntil.clear()
  }

  /** The fault of this moment, counted, or null. `except`: kinds that make no sense here; the next one then comes. */
  draw<P extends Place>(place: P, except: readonly FaultOf<P>[] = []): FaultOf<P> | null {
    const { rate, kinds } = FAULTS[place]
    if (!this.#isOn || !this.#random.chance(rate)) return null
    const all: readonly FaultOf<P>[] = kinds
    const left = all.filter((kind) => (this.#bags.get(place) ?? all).includes(kind))
    const fitting = left.filter((kind) => !except.includes(kind))
    const refilled = fitting.length > 0 ? fitting : all.filter((kind) => !except.includes(kind))
    const kind = this.#random.pick(refilled)
    const rest = (fitting.length > 0 ? left : all).filter((other) => other !== kind)
    this.#bags.set(place, [...(rest.length > 0 ? rest : all)])
    this.count(`${place}: ${kind}`)
    return kind
  }

  count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  /** The part answers nobody for so long. */
  takeAway(part: Part, ms: number): void {
    if (!this.#isOn) return
    this.#awayUntil.set(part, Date.now() + ms)
    this.count(`away: ${part}`)
  }

  isAway(part: Part): boolean {
    return (this.#awayUntil.get(part) ?? 0) > Date.now()
  }
}

/** Every fault that `draw` can bring, as it is counted. */
export function allKinds(): string[] {
  return Object.entries(FAULTS).flatMap(([place, { kinds }]) => kinds.map((kind) => `${place}: ${kind}`))
}
