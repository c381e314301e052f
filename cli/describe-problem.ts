// Problem details (RFC 9457) of the admin API in words for a terminal.
import type { AdminApiError } from './admin-api.ts'

interface Problem {
  detail?: unknown
  title?: unknown
  requestId?: unknown
  errors?: { path?: unknown; message?: unknown }[]
}

export function describeProblem({ status, problem }: AdminApiError): string {
  if (typeof problem !== 'object' || problem === null) return `the deployment answered ${status}`
  const { detail, title, errors, requestId } = problem as Problem
  const lines = [String(detail ?? title ?? `the deployment answered ${status}`)]
  if (Array.isArray(errors)) {
    lines.push(...errors.map(({ path, message }) => `  ${String(path ?? '')}: ${String(message ?? '')}`))
  }
  if (typeof requestId === 'string' && status >= 500) lines.push(`  request id ${requestId}`)
  return lines.join('\n')
}
