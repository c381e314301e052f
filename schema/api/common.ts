// Shapes that several resources share.
import { z } from 'zod'

/** Milliseconds since 1970. */
export const timestamp = z.int().meta({ description: 'Milliseconds since 1970', example: 1_790_000_000_000 })

/** Grows by one with each write; the value for `If-Match`. */
export const version = z
  .int()
  .min(1)
  .meta({ description: 'Send it back as `If-Match: "<version>"`', example: 1 })

export const displayName = z.string().trim().min(1, 'enter a name').max(120, 'at most 120 characters')
export const description = z.string().trim().max(2_000, 'at most 2,000 characters')

/** RFC 6749 §3.3 scope-token. */
export const scopeToken = z
  .string()
  .regex(
    /^[\x21\x23-\x5B\x5D-\x7E]{1,200}$/,
    'a scope has 1–200 visible characters and no space, quote or backslash',
  )

export const scopeList = z
  .array(scopeToken)
  .max(200, 'at most 200 scopes')
  .refine((list) => new Set(list).size === list.length, 'a scope stands twice')

/** Position of the next page; opaque. */
export const cursor = z
  .string()
  .min(1)
  .max(512)
  .meta({ description: 'Opaque position that the page before answered' })

export const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'Pass it as `cursor` for the next page; null on the last one' })

export const pageLimit = z.coerce
  .number()
  .int()
  .min(1)
  .max(200)
  .default(50)
  .meta({ description: '1–200', example: 50 })

/** What a revocation, a detach or a disabling promises (P8). */
export const effectiveWithinSeconds = z
  .int()
  .min(0)
  .meta({ description: 'Holds everywhere after this many seconds at the latest', example: 10 })

/** Something allowed that an admin should know of. */
export const warning = z
  .object({ field: z.string(), code: z.string(), message: z.string() })
  .meta({ id: 'Warning' })
