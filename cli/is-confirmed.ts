// Asks before something is done.
import { createInterface } from 'node:readline/promises'
import { UsageError } from './usage-error.ts'

/** `instead`: what to say where nobody can be asked. Throws UsageError there. */
export async function isConfirmed(question: string, instead: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) throw new UsageError(`nobody can be asked here. ${instead}`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim())
  } finally {
    terminal.close()
  }
}
