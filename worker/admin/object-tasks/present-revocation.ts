import type { z } from 'zod'
import type { detached } from '../../../schema/api/attachments.ts'
import { settingsOf, type Env } from '../../environment.ts'
import type { TaskResult } from '../commit-write.ts'

/** What ended: nothing where there were no grants to end, null where the object is still to be told. */
export function presentRevocation(
  env: Env,
  result: TaskResult | undefined,
  hadGrants: boolean,
): z.infer<typeof detached> {
  if (!hadGrants) return { grantsEnded: 0, effectiveWithinSeconds: 0 }
  if (result && result !== 'told') {
    return { grantsEnded: result.revoked, effectiveWithinSeconds: result.effectiveWithinSeconds }
  }
  return { grantsEnded: null, effectiveWithinSeconds: Math.ceil(settingsOf(env).revocationCacheMs / 1_000) }
}
