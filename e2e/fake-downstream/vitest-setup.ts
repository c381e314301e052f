// Starts the fake downstream for the tests beside the code; they read its origins with `inject('fakeDownstream')`.
import type { TestProject } from 'vitest/node'
import { startFakeDownstream } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    fakeDownstream: { first: string; second: string }
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { close, first, second } = await startFakeDownstream()
  project.provide('fakeDownstream', { first, second })
  return close
}
