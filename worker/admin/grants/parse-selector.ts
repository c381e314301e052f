// Which grants to end: exactly one selector. Pure.
import type { GrantRevocation } from '../../../schema/api/grants.ts'
import type { RevocationTarget } from '../../../schema/tables/object-tasks.ts'
import { invalidField } from '../admin-problem.ts'

/** Throws AdminProblem `validation` for none, several, or half of one. */
export function parseSelector(input: GrantRevocation): RevocationTarget {
  const { grantId, userSubject, userIssuer, clientId, attachmentId, issuer, all } = input
  const selectors: RevocationTarget[] = []
  if (grantId !== undefined) selectors.push({ grantId })
  if (clientId !== undefined) selectors.push({ clientId })
  if (attachmentId !== undefined) selectors.push({ attachmentId })
  if (issuer !== undefined) selectors.push({ issuer })
  if (all) selectors.push({ all })
  if (userSubject !== undefined || userIssuer !== undefined) {
    if (userSubject === undefined) throw invalidField('userSubject', 'is required beside userIssuer')
    if (userIssuer === undefined) throw invalidField('userIssuer', 'is required beside userSubject')
    selectors.push({ userSubject, userIssuer })
  }
  const [selector, ...others] = selectors
  if (!selector || others.length > 0) {
    throw invalidField(
      '',
      'name exactly one of grantId, userSubject with userIssuer, clientId, attachmentId, issuer, all',
    )
  }
  if (input.gatewayId === undefined && !('userSubject' in selector || 'clientId' in selector)) {
    throw invalidField('gatewayId', 'is required, except for the grants of a user or of a client')
  }
  return selector
}
