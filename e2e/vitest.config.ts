// End-to-end tests: real processes, real clients, in Node. One stack serves most files (global-setup.ts), so they run one
// after another; canary.test.ts comes last and searches what all of them left behind.
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

class CanaryLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.endsWith('/canary.test.ts') ? 1 : 0)
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId))
  }
}

export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts', 'cli/**/*.test.ts'],
    setupFiles: ['e2e/harness/setup.ts'],
    globalSetup: ['e2e/global-setup.ts'],
    fileParallelism: false,
    sequence: { sequencer: CanaryLast },
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
})
