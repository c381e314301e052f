// The requests of one POST that still wait for their answer (P4).
import { canonicalId } from '../protocol/canonical-id.ts'

export class OpenRequests {
  /** Canonical id to the id as it was written. */
  readonly #open: Map<string, string>

  constructor(rawIds: readonly string[]) {
    this.#open = new Map(rawIds.map((raw) => [canonicalId(raw), raw]))
  }

  get rawIds(): string[] {
    return [...this.#open.values()]
  }

  get isEmpty(): boolean {
    return this.#open.size === 0
  }

  /** Whether one of them was open. */
  close(answered: readonly string[]): boolean {
    return answered.filter((id) => this.#open.delete(id)).length > 0
  }
}
