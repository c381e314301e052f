// What zod found wrong, as field errors (the default hook of every route).
import type { z } from 'zod'
import type { FieldError } from '../../schema/api/problem.ts'
import { AdminProblem, invalidFields, summaryOf } from './admin-problem.ts'

interface ValidationResult {
  success: boolean
  target: string
  error?: z.core.$ZodError
}

/** Throws AdminProblem: `validation` for a body, `bad_parameter` for path, query and headers. */
export function refuseInvalid(result: ValidationResult): void {
  if (result.success || !result.error) return
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue))
  if (result.target === 'json') throw invalidFields(errors)
  throw new AdminProblem('bad_parameter', summaryOf(errors), { errors })
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: issue.message }))
  }
  return [{ path: path.join('.'), message: messageOf(issue) }]
}

function messageOf(issue: z.core.$ZodIssue): string {
  const isMissing = issue.code === 'invalid_type' && /received undefined/.test(issue.message)
  return isMissing ? 'is required' : issue.message
}
