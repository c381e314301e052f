// Talks to the hostile runtime (e2e/hostile-runtime): a script for one run, and the ledger of what reached it.
import { inject } from 'vitest'
import { platformFetch } from '../net/platform-fetch.ts'
import type { Answer, LedgerEntry } from '../../e2e/hostile-runtime/script.ts'

export type { Answer, LedgerEntry } from '../../e2e/hostile-runtime/script.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the hostile runtime. */
    hostileRuntime: string
  }
}

export interface RuntimeRun {
  /** Its MCP URL. */
  url: string
  /** What it answers from now on: one for each request in order, the last one for all that follow. */
  script(...answers: Answer[]): Promise<void>
  ledger(): Promise<LedgerEntry[]>
}

let runs = 0

/** A run of its own, which no other test sees. */
export function startRun(): RuntimeRun {
  const origin = inject('hostileRuntime')
  runs += 1
  const name = `run${crypto.randomUUID().slice(0, 8)}${runs}`
  const control = `${origin}/control/${name}`
  return {
    url: `${origin}/${name}/mcp`,
    async script(...answers) {
      await platformFetch(control, { method: 'PUT', body: JSON.stringify({ answers }) })
    },
    async ledger() {
      return (await platformFetch(control)).json()
    },
  }
}

/** The value of a header as the runtime saw it; an array when it came more than once. */
export function headerOf(entry: LedgerEntry, name: string): string | string[] | undefined {
  const values: string[] = []
  for (let at = 0; at < entry.rawHeaders.length; at += 2) {
    if (entry.rawHeaders[at]?.toLowerCase() === name) values.push(entry.rawHeaders[at + 1] ?? '')
  }
  return values.length > 1 ? values : values[0]
}
