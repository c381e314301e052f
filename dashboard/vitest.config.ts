// Component tests, in jsdom. Pages against the real stack are tested in e2e/browser.
import { defineConfig } from 'vitest/config'
import solid from 'vite-plugin-solid'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid({ hot: false })],
  test: {
    environment: 'jsdom',
    setupFiles: ['./vitest-setup.ts'],
    include: ['**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // The first test of a file reads all that the page imports.
    testTimeout: 30_000,
  },
})
