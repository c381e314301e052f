// End-to-end tests: real processes, real clients, in Node. One stack (global-setup.ts) serves the files of `shared`;
// canary.test.ts comes last and searches what all of them left behind. `*.own.test.ts` start what they need by themselves;
// those in a browser are a project too, which `npm test` runs beside the others. Files run one after another.
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { findChromium } from './browser/find-chromium.ts'

class CanaryLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.endsWith('/canary.test.ts') ? 1 : 0)
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId))
  }
}

const OWN_TESTS = ['e2e/**/*.own.test.ts', 'cli/**/*.test.ts']
const BROWSER_TESTS = ['e2e/browser/**/*.own.test.ts']
/** Without a browser its tests are left out, as `npm test` says. */
const left = findChromium() ? [] : ['e2e/browser/**']
/** Every test speaks from an address of its own, and leaves no process behind. */
const setupFiles = ['e2e/harness/own-address.ts', 'e2e/harness/end-stacks.ts']

export default defineConfig({
  test: {
    fileParallelism: false,
    sequence: { sequencer: CanaryLast },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['e2e/**/*.test.ts'],
          exclude: [...OWN_TESTS, ...left],
          setupFiles: ['e2e/harness/setup.ts', 'e2e/harness/end-stacks.ts'],
          globalSetup: ['e2e/global-setup.ts'],
        },
      },
      { extends: true, test: { name: 'own', include: OWN_TESTS, exclude: BROWSER_TESTS, setupFiles } },
      { extends: true, test: { name: 'browser', include: BROWSER_TESTS, exclude: left, setupFiles } },
    ],
  },
})
