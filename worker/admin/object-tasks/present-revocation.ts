import type { z } from 'zod'
import type { detached } from '../../../schema/api/attachments.ts'
import type { GrantsRevoked } from '../../../schema/api/grants.ts'
import { settingsOf, type Env } from '../../environment.ts'
import type { RevocationResult } from '../../gateway/contract.ts'
import type { TaskResult } from '../commit-write.ts'

/** Edge and object read their configuration again at the latest after this, also where nobody told them. */
const CONFIGURATION_AGE_SECONDS = 10

/**
 * What ended with something that was taken out of the configuration: nothing where there were no grants to end, null
 * where the object is still to be told. Until then it finds the removal by itself, so the bound is its age and the cache's.
 */
export function presentRevocation(
  env: Env,
  result: TaskResult | undefined,
  hadGrants: boolean,
): z.infer<typeof detached> {
  if (!hadGrants) return { grantsEnded: 0, effectiveWithinSeconds: 0 }
  if (result && result !== 'told') {
    return { grantsEnded: result.revoked, effectiveWithinSeconds: result.effectiveWithinSeconds }
  }
  const cacheSeconds = Math.ceil(settingsOf(env).revocationCacheMs / 1_000)
  return { grantsEnded: null, effectiveWithinSeconds: CONFIGURATION_AGE_SECONDS + cacheSeconds }
}

/** What a person's order ended. */
export function presentEnded(env: Env, result: RevocationResult | 'told'): GrantsRevoked {
  if (result !== 'told') {
    const { revoked, revokedDownstream, effectiveWithinSeconds } = result
    return { revoked, revokedDownstream, effectiveWithinSeconds }
  }
  const effectiveWithinSeconds = Math.ceil(settingsOf(env).revocationCacheMs / 1_000)
  return { revoked: 0, revokedDownstream: 0, effectiveWithinSeconds }
}

/** What one order ended at several Gateways; the slowest says when it holds. */
export function presentAllEnded(env: Env, results: readonly RevocationResult[]): GrantsRevoked {
  const [first = 'told', ...others] = results
  return others.reduce(
    (sum, next) => ({
      revoked: sum.revoked + next.revoked,
      revokedDownstream: sum.revokedDownstream + next.revokedDownstream,
      effectiveWithinSeconds: Math.max(sum.effectiveWithinSeconds, next.effectiveWithinSeconds),
    }),
    presentEnded(env, first),
  )
}
