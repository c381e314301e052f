// The one error mapper of the admin API: anything thrown becomes RFC 9457 problem details.
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Problem } from '../../schema/api/problem.ts'
import { ConfigurationError } from '../crypto/master-keys.ts'
import { SnapshotUnavailableError } from '../edge/load-snapshot.ts'
import { AdminProblem, PROBLEMS } from './admin-problem.ts'
import type { AdminEnv } from './context.ts'
import { isDatabaseOutage } from './database-outage.ts'

/** Never shows the message of an unknown error: a fixed sentence, and the request id that leads to the log. */
export function problemResponse(error: unknown, c: Context<AdminEnv>): Response {
  const requestId = c.get('requestId')
  const problem = asProblem(error)
  if (PROBLEMS[problem.code].status >= 500) report(requestId, error, problem)
  const { status, title } = PROBLEMS[problem.code]
  const body: Problem = {
    type: `urn:limen:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    requestId,
    errors: [...problem.errors],
    ...(problem.currentVersion === undefined ? {} : { currentVersion: problem.currentVersion }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...problem.headers, 'Content-Type': 'application/problem+json' },
  })
}

function asProblem(error: unknown): AdminProblem {
  if (error instanceof AdminProblem) return error
  if (error instanceof ConfigurationError) {
    return new AdminProblem('misconfigured', `${error.message}. Set the variable and deploy again.`, {
      cause: error,
    })
  }
  if (error instanceof SnapshotUnavailableError || isDatabaseOutage(error)) {
    return new AdminProblem(
      'unavailable',
      'The database does not answer. Try again shortly; after a write, read first what was saved.',
      { cause: error, headers: { 'Retry-After': '5' } },
    )
  }
  if (error instanceof HTTPException) return problemOfFramework(error)
  return new AdminProblem(
    'internal',
    'The request was not carried out. The request id leads to the log of this deployment.',
    { cause: error },
  )
}

/** What the router and its validators throw by themselves. */
function problemOfFramework(error: HTTPException): AdminProblem {
  switch (error.status) {
    case 400:
      return new AdminProblem('malformed', 'The body is not valid JSON.')
    case 413:
      return new AdminProblem('body_too_large', 'The body is too large.')
    case 415:
      return new AdminProblem('unsupported_media_type', 'Send `Content-Type: application/json`.')
    default:
      return new AdminProblem('internal', 'The request was not carried out.', { cause: error })
  }
}

function report(requestId: string, error: unknown, problem: AdminProblem): void {
  const cause = problem.cause ?? error
  console.error(
    JSON.stringify({
      level: 'error',
      surface: 'admin',
      requestId,
      code: problem.code,
      ...(cause instanceof ConfigurationError ? { variable: cause.variable } : {}),
      message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    }),
  )
}
