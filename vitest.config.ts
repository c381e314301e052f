// Tests beside the code, inside workerd with real bindings. End-to-end tests have their own: e2e/vitest.config.ts.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const migrations = await readD1Migrations(path.join(import.meta.dirname, 'schema/migrations'))

// wrangler.toml names it; the tests here need no dashboard in it.
mkdirSync(path.join(import.meta.dirname, 'dashboard/dist'), { recursive: true })

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './wrangler.toml' },
      remoteBindings: false,
      miniflare: {
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
    include: ['worker/**/*.test.ts', 'schema/**/*.test.ts'],
    setupFiles: ['./worker/testing/setup.ts'],
    globalSetup: [
      './e2e/hostile-runtime/vitest-setup.ts',
      './e2e/hostile-sockets/vitest-setup.ts',
      './e2e/strict-provider/vitest-setup.ts',
      './e2e/fake-downstream/vitest-setup.ts',
    ],
    maxWorkers: 2,
  },
})
