// Randomness that a seed repeats (mulberry32). Pure.

export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  between(min: number, max: number): number {
    return min + (max - min) * this.next()
  }

  /** Throws where there is nothing to choose from. */
  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.next() * list.length)]
    if (picked === undefined) throw new Error('nothing to choose from')
    return picked
  }

  shuffle<T>(list: readonly T[]): T[] {
    const rest = [...list]
    return list.map(() => rest.splice(Math.floor(this.next() * rest.length), 1)).flat()
  }
}
