import type { Context } from 'hono'
import type { InvitationRow } from '../../../schema/tables/invitations.ts'
import { notFound } from '../admin-problem.ts'
import type { AdminEnv } from '../context.ts'
import { recordSignInFailure, refuseBlockedAddress } from '../sign-in-failures.ts'
import { findOpenInvitation } from './token.ts'

/** Counts a link that opens nothing as a failed sign-in of its address. Throws AdminProblem `not_found`. */
export async function requireOpenInvitation(
  c: Context<AdminEnv>,
  token: string,
  now: number,
): Promise<InvitationRow> {
  refuseBlockedAddress(c, now)
  const row = await findOpenInvitation(c.env, token, now)
  if (row) return row
  recordSignInFailure(c, 'invitation', 'no open invitation', now)
  throw notFound('invitation, or it was used, revoked, sent anew or is older than 7 days')
}
