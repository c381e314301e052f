import type { Identity } from '../contract.ts'
import type { Approver } from './contract.ts'

/**
 * Identity is (issuer, subject, organization); nothing else makes two accounts the same (product.md §1). Only where a
 * token names an e-mail and nothing else, an e-mail that the issuer vouches for is that user (S20).
 */
export function isApprover(identity: Identity, approver: Approver): boolean {
  if ('email' in approver) {
    return identity.emailVerified && identity.email?.toLowerCase() === approver.email.toLowerCase()
  }
  return (
    identity.issuer === approver.issuer &&
    identity.subject === approver.subject &&
    identity.organization === approver.organization
  )
}
