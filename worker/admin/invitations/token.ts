// What an invitation's link carries. It stands in the fragment, which browsers send to nobody (P7).
import { and, eq, gt, isNull, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitations, type InvitationRow } from '../../../schema/tables/invitations.ts'
import { sha256Base64url } from '../../crypto/digest.ts'
import { randomToken } from '../../crypto/random-id.ts'
import type { Env } from '../../environment.ts'
import { makerMayGive } from './maker-may.ts'

export const INVITATION_MS = 7 * 24 * 3_600_000

export async function issueInvitationToken(
  dashboardOrigin: string,
): Promise<{ token: string; tokenHash: string; link: string }> {
  // The prefix by which logs recognise credentials (`worker/logs/redact.ts`).
  const token = `lmn_inv_${randomToken(32)}`
  return { token, tokenHash: await sha256Base64url(token), link: `${dashboardOrigin}/invitation#${token}` }
}

/** Neither accepted nor revoked, not too old, and still its maker's to give. */
export function isOpen(now: number): SQL | undefined {
  return and(
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    gt(invitations.expiresAt, now),
    makerMayGive,
  )
}

/** Undefined alike for a link that never was, was used, was replaced, was revoked or is too old. */
export async function findOpenInvitation(
  env: Pick<Env, 'DB'>,
  token: string,
  now: number,
): Promise<InvitationRow | undefined> {
  const [row] = await drizzle(env.DB)
    .select()
    .from(invitations)
    .where(and(eq(invitations.tokenHash, await sha256Base64url(token)), isOpen(now)))
  return row
}
