// The public id of a server, as it stands in `/s/<slug>/mcp`.
import { z } from 'zod'

/** Words that would read like a part of Limen's own address space. */
export const RESERVED_SLUGS: readonly string[] = [
  'admin',
  'api',
  'assets',
  'authorize',
  'callback',
  'consent',
  'dashboard',
  'health',
  'limen',
  'login',
  'logout',
  'mcp',
  'oauth',
  'register',
  'revoke',
  'static',
  'token',
  'well-known',
]

export const slug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'use 1–63 lower-case letters, digits and hyphens, with no hyphen at either end',
  )
  .refine((text) => !RESERVED_SLUGS.includes(text), 'this word is reserved; choose another slug')
  .meta({ example: 'support-assistant' })
