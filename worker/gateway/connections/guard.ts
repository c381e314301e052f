// Whatever the sign-in to *My connections* cannot do becomes a problem page and one line in the log: there is no client
// to send anything to.
import { DownstreamError } from '../../downstream/contract.ts'
import type { GatewayRow } from '../../../schema/tables/gateways.ts'
import type { OAuthCall, PageAnswer } from '../authorization/contract.ts'
import { PROBLEM_STATUS, problemOf } from '../authorization/page-answer.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import { recordRefusal } from '../authorization/record-step.ts'
import { PageRefusal, RedirectRefusal } from '../authorization/refusal.ts'

export async function guardConnections(
  parts: AuthorizationParts,
  call: OAuthCall,
  answer: (gateway: GatewayRow) => Promise<PageAnswer>,
): Promise<PageAnswer> {
  try {
    if (parts.limits.authorize.decide(call.address, Date.now()) !== 'allowed') {
      throw new PageRefusal('too_many_requests', 'Too many sign-ins were opened from this address.')
    }
    const { gateway } = await parts.configuration()
    return await answer(gateway)
  } catch (error) {
    const problem = problemOf(pageRefusalOf(error))
    recordRefusal(parts, call, undefined, 'connections', {
      status: PROBLEM_STATUS[problem.problem],
      ruleId: problem.problem,
      detail: error instanceof DownstreamError ? `${error.code}: ${error.detail}` : problem.detail,
    })
    return { kind: 'problem', ...problem }
  }
}

function pageRefusalOf(error: unknown): unknown {
  if (error instanceof RedirectRefusal) return new PageRefusal('temporarily_unavailable', error.message)
  if (!(error instanceof DownstreamError)) return error
  const isCancelled = error.code === 'access_denied'
  return new PageRefusal(isCancelled ? 'cancelled' : 'temporarily_unavailable', error.message)
}
