// Starts the hostile runtime for the tests beside the code; they read its origin with `inject('hostileRuntime')`.
import type { TestProject } from 'vitest/node'
import { startHostileRuntime } from './server.ts'

export default async function setup(project: TestProject): Promise<() => void> {
  const runtime = await startHostileRuntime()
  project.provide('hostileRuntime', runtime.origin)
  return () => runtime.close()
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Origin of the hostile runtime. */
    hostileRuntime: string
  }
}
