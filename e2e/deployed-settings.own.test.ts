// Security settings that stand in wrangler.toml and in no code, as wrangler itself reads them.
import path from 'node:path'
import { expect, test } from 'vitest'
import { unstable_readConfig } from 'wrangler'

const config = unstable_readConfig({ config: path.join(import.meta.dirname, '../wrangler.toml') })

test('P7: the platform records no URL, which may carry a code: invocation logs are off, and nothing traces', () => {
  const { observability } = config
  expect(observability?.logs?.invocation_logs).toBe(false)
  expect(observability?.traces?.enabled ?? false).toBe(false)
  expect([config.logpush ?? false, config.tail_consumers ?? []]).toEqual([false, []])
})

test('S10: a name that resolves to a private address is stopped by the platform', () => {
  expect(config.compatibility_flags).toContain('global_fetch_strictly_public')
})
