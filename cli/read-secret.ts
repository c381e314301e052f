// One line of standard input that must not be shown.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks on the terminal without echo; piped input is read as it is. Empty where nothing came. */
export async function readSecret(question: string): Promise<string> {
  const isTerminal = process.stdin.isTTY === true
  if (isTerminal) process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTerminal })
  try {
    for await (const line of lines) return line.trim()
    return ''
  } finally {
    lines.close()
    if (isTerminal) process.stderr.write('\n')
  }
}
