// A list of numbered steps as a person reads them: title, what was seen, and a mark when a step failed.

export interface Transcript {
  /** Runs one step; its answer is what was seen. A failed step is reported, and later ones still run. */
  step(title: string, run: () => Promise<string>): Promise<void>
  heading(text: string): void
  failures(): number
}

export function createTranscript(print: (line: string) => void): Transcript {
  let failed = 0
  return {
    async step(title, run) {
      try {
        print(`  ✓ ${title.padEnd(15)} ${await run()}`)
      } catch (error) {
        failed++
        print(`  ✗ ${title.padEnd(15)} ${(error as Error).message}`)
      }
    },
    heading: (text) => print(`\n${text}`),
    failures: () => failed,
  }
}

/** A step's condition: throws with what was seen instead. */
export function expectThat(condition: boolean, seen: string): asserts condition {
  if (!condition) throw new Error(seen)
}
