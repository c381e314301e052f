// The member names of the objects that are open while a JSON text is scanned. Pure.

/** Up to this many names a list is searched; beyond it a set, so that many names stay linear. */
const LISTED_MAX = 8

/**
 * Names are kept with their opening quote. A name such as `"123"` would otherwise hash by its number alone, and a body
 * full of chosen numbers could make every look-up walk one chain.
 */
export class OpenKeys {
  readonly #names: string[] = []
  readonly #starts: number[] = []
  readonly #sets: (Set<string> | undefined)[] = []

  open(): void {
    this.#starts.push(this.#names.length)
    this.#sets.push(undefined)
  }

  close(): void {
    this.#names.length = this.#starts.pop() ?? 0
    this.#sets.pop()
  }

  /** Takes the raw text of a name, quotes included. False when the innermost open object has it already. */
  add(raw: string): boolean {
    const name = raw.includes('\\') ? `"${JSON.parse(raw) as string}"` : raw
    const names = this.#names
    const innermost = this.#starts.length - 1
    const set = this.#sets[innermost]
    if (set) {
      const before = set.size
      return set.add(name).size > before
    }
    const start = this.#starts[innermost] ?? 0
    for (let at = start; at < names.length; at += 1) if (names[at] === name) return false
    names.push(name)
    if (names.length - start > LISTED_MAX) this.#sets[innermost] = new Set(names.slice(start))
    return true
  }
}
