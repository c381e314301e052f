// Stale-save protection: a write names the version it started from (RFC 9110 §13.1.1).
import { z } from 'zod'
import { AdminProblem } from './admin-problem.ts'

/** Header of routes that change one resource. */
export const ifMatchHeader = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The version the edit started from, for example "3"; needed (428 without it)' }),
})

/** The version in an `If-Match`. Throws 428 without one, 400 for anything but one version. */
export function checkIfMatch(header: string | undefined): number {
  if (header === undefined) {
    throw new AdminProblem(
      'precondition_required',
      'Send `If-Match: "<version>"` with the version of the resource you started from.',
    )
  }
  const digits = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim())?.[1]
  if (digits === undefined) {
    throw new AdminProblem('bad_parameter', 'If-Match must be one version, for example "3".', {
      errors: [{ path: 'if-match', message: 'must be one version, for example "3"' }],
    })
  }
  return Number(digits)
}

/** Throws 412 with the version that stands now. */
export function checkVersion(given: number, current: number): void {
  if (given !== current) throw stale(current)
}

export function stale(currentVersion: number | undefined): AdminProblem {
  return new AdminProblem(
    'stale',
    'The resource was changed since you read it. Read it again, apply your change and save.',
    { currentVersion },
  )
}

export function etag(version: number): { ETag: string } {
  return { ETag: `"${version}"` }
}
