// Whatever a page of ours cannot do becomes a problem page and one line in the log (S4, P7).
import type { OAuthCall } from '../authorization/contract.ts'
import { PROBLEM_STATUS, problemOf } from '../authorization/page-answer.ts'
import { RepeatedParameterError } from '../authorization/parameters.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import { recordRefusal } from '../authorization/record-step.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import type { OwnAnswer } from './contract.ts'

export async function guardPage(
  parts: AuthorizationParts,
  call: OAuthCall,
  step: 'callback' | 'confirmation' | 'service_connection',
  answer: () => Promise<OwnAnswer>,
): Promise<OwnAnswer> {
  try {
    if (parts.limits.authorize.decide(call.address, Date.now()) !== 'allowed') {
      throw new PageRefusal('too_many_requests', 'Too many pages were opened from this address.')
    }
    return await answer()
  } catch (error) {
    const isRepeated = error instanceof RepeatedParameterError
    const problem = problemOf(isRepeated ? new PageRefusal('invalid_request', error.message) : error)
    recordRefusal(parts, call, undefined, step, {
      status: PROBLEM_STATUS[problem.problem],
      ruleId: problem.problem,
      detail: problem.detail,
    })
    return { kind: 'problem', ...problem }
  }
}
