// Rate limits on the admin wire (product.md §8).
import { z } from 'zod'
import { displayName, nextCursor, timestamp, version } from './common.ts'
import { meterScope } from './meter-scope.ts'
import { strictObject } from './strict-object.ts'

const calls = z
  .int('enter a whole number')
  .min(1, 'at least 1')
  .max(1_000_000, 'at most 1,000,000')
  .meta({ description: 'Calls in each `per`, in the long run' })
const per = z.enum(['second', 'minute'])
const burst = z
  .int('enter a whole number')
  .min(1, 'at least 1')
  .max(1_000_000, 'at most 1,000,000')
  .meta({ description: 'Calls that may come at once after a pause' })

export const rateLimitCreate = strictObject({
  name: displayName,
  scope: meterScope,
  calls,
  per,
  burst: burst.optional().meta({ description: 'As many as `calls` where it is left out' }),
  enabled: z.boolean().default(true),
}).meta({
  id: 'RateLimitCreate',
  example: { name: 'Each user', scope: { kind: 'default_user' }, calls: 60, per: 'minute', burst: 20 },
})

export const rateLimitUpdate = strictObject({
  name: displayName,
  calls,
  per,
  burst,
  enabled: z.boolean(),
})
  .partial()
  .meta({
    id: 'RateLimitUpdate',
    description: 'For another scope, make another rate limit',
    example: { calls: 120, burst: 40 },
  })

const rateLimitExample = {
  id: 'lim_AAECAwQFBgcICQoLDA0ODw',
  name: 'Each user',
  scope: { kind: 'default_user' },
  calls: 60,
  per: 'minute',
  burst: 20,
  enabled: true,
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const rateLimit = z
  .object({
    id: z.string(),
    name: z.string(),
    scope: meterScope,
    calls: z.int(),
    per,
    burst: z.int(),
    enabled: z.boolean(),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'RateLimit', example: rateLimitExample })

export const rateLimitList = z
  .object({ rateLimits: z.array(rateLimit), cursor: nextCursor })
  .meta({ id: 'RateLimitList', example: { rateLimits: [rateLimitExample], cursor: null } })

export type RateLimit = z.infer<typeof rateLimit>
