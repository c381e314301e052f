// Tests beside the code, inside workerd with real bindings; `*.node.test.ts` are of pure code, which needs no workerd.
// End-to-end tests have their own: e2e/vitest.config.ts.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const migrations = await readD1Migrations(path.join(import.meta.dirname, 'schema/migrations'))

// wrangler.toml names it; the tests here need no dashboard in it.
mkdirSync(path.join(import.meta.dirname, 'dashboard/dist'), { recursive: true })

const NODE_TESTS = '**/*.node.test.ts'

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            remoteBindings: false,
            miniflare: {
              // At once: setup.ts waits for what is under way.
              queueConsumers: { 'limen-logs': { maxBatchSize: 100, maxBatchTimeout: 0 } },
              bindings: {
                TEST_MIGRATIONS: migrations,
                PUBLIC_ORIGIN: 'http://127.0.0.1:8787',
                ADMIN_API_ON_PUBLIC_ORIGIN: 'true',
                ALLOW_PRIVATE_TARGETS: 'true',
                ADMIN_SECRET: 'test-admin-secret-test-admin-secret-0',
                MASTER_KEYS: 'k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
              },
            },
          }),
        ],
        test: {
          name: 'workerd',
          include: ['worker/**/*.test.ts', 'schema/**/*.test.ts'],
          exclude: [NODE_TESTS],
          // Loading the Worker takes seconds, so that files share one; setup.ts parts them.
          isolate: false,
          setupFiles: ['./worker/testing/setup.ts'],
          // A bound for what hangs, on machines that have other work too.
          testTimeout: 20_000,
          globalSetup: [
            './e2e/hostile-runtime/vitest-setup.ts',
            './e2e/hostile-sockets/vitest-setup.ts',
            './e2e/strict-provider/vitest-setup.ts',
            './e2e/fake-downstream/vitest-setup.ts',
          ],
        },
      },
      { test: { name: 'node', include: ['worker/**/*.node.test.ts', 'schema/**/*.node.test.ts'] } },
    ],
  },
})
