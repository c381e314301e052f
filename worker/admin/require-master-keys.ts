// No write under master keys that are not this deployment's: what it sealed could not be opened again, and what it could
// not open it would take for lost (P6).
import { createMiddleware } from 'hono/factory'
import { requireKnownKeys } from '../edge/check-keys.ts'
import { settingsOf } from '../environment.ts'
import type { AdminEnv } from './context.ts'

/** Throws ConfigurationError, and SnapshotUnavailableError while D1 does not answer. */
export const requireMasterKeys = createMiddleware<AdminEnv>(async (c, next) => {
  await requireKnownKeys(c.env, settingsOf(c.env).masterKeys())
  await next()
})
