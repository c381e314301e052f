import type { KnownUser } from '../../policy/caller.ts'
import { AdminProblem } from '../admin-problem.ts'

interface UserQuery {
  email?: string | undefined
  issuer?: string | undefined
  subject?: string | undefined
  emailVerified: 'true' | 'false'
  userLevel: 'proven' | 'claimed'
}

/** The user whose settings are asked for; null: calls without one. Throws AdminProblem `bad_parameter`. */
export function parseUser({ email, issuer, subject, emailVerified, userLevel }: UserQuery): KnownUser | null {
  if ((issuer === undefined) !== (subject === undefined)) {
    const path = issuer === undefined ? 'issuer' : 'subject'
    throw new AdminProblem('bad_parameter', `${path}: issuer and subject go together.`, {
      errors: [{ path, message: 'issuer and subject go together; send both or neither' }],
    })
  }
  if (email === undefined && subject === undefined) return null
  return {
    level: userLevel,
    issuer: issuer ?? null,
    subject: subject ?? null,
    organization: null,
    email: email ?? null,
    emailVerified: email !== undefined && emailVerified === 'true',
  }
}
