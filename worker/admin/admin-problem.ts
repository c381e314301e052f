// Every refusal of the admin API as a value with a code; statuses stand here and nowhere else (RFC 9457).
import type { FieldError } from '../../schema/api/problem.ts'

export const PROBLEMS = {
  malformed: { status: 400, title: 'The request cannot be read' },
  bad_parameter: { status: 400, title: 'A parameter is not valid' },
  unauthenticated: { status: 401, title: 'Credentials are missing or wrong' },
  assertion_refused: { status: 401, title: 'The assertion of Cloudflare Access is not valid here' },
  forbidden: { status: 403, title: 'A permission is missing' },
  not_found: { status: 404, title: 'There is no such resource' },
  conflict: { status: 409, title: 'The change contradicts what exists' },
  stale: { status: 412, title: 'Somebody else saved meanwhile' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'Only JSON is understood' },
  validation: { status: 422, title: 'The request is not valid' },
  discovery_failed: { status: 422, title: 'The authorization server cannot be used like this' },
  precondition_required: { status: 428, title: 'The version is missing' },
  too_many_failures: { status: 429, title: 'Too many failed attempts' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  misconfigured: { status: 503, title: 'This deployment is not configured completely' },
  unavailable: { status: 503, title: 'Try again shortly' },
} as const

export type ProblemCode = keyof typeof PROBLEMS

interface ProblemOptions {
  errors?: readonly FieldError[]
  /** Only with `stale`. */
  currentVersion?: number | undefined
  headers?: Record<string, string>
  cause?: unknown
}

/** The request cannot go on. `message` is shown to the caller; `cause` goes to the log only. */
export class AdminProblem extends Error {
  override name = 'AdminProblem'
  readonly code: ProblemCode
  readonly errors: readonly FieldError[]
  readonly currentVersion: number | undefined
  readonly headers: Record<string, string>
  constructor(code: ProblemCode, message: string, options: ProblemOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.errors = options.errors ?? []
    this.currentVersion = options.currentVersion
    this.headers = options.headers ?? {}
  }
}

/** One wrong field: `validation` that names its path. */
export function invalidField(path: string, message: string): AdminProblem {
  return invalidFields([{ path, message }])
}

export function invalidFields(errors: readonly FieldError[]): AdminProblem {
  return new AdminProblem('validation', summaryOf(errors), { errors })
}

export function notFound(noun: string): AdminProblem {
  return new AdminProblem('not_found', `There is no such ${noun}.`)
}

/** The first errors as one sentence each. */
export function summaryOf(errors: readonly FieldError[]): string {
  const [first, ...others] = errors
  if (!first) return 'The request is not valid.'
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return `${first.path ? `${first.path}: ` : ''}${first.message}${more}`
}
