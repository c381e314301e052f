// The callback: code exchange, ID token verified with its nonce, and the e-mail from userinfo where the token has none
// (OIDC Core §5.4: claims of the code flow may stand there only).
import { DownstreamError, type DownstreamProfile } from '../../downstream/contract.ts'
import { finishAuthorization } from '../../downstream/finish-authorization.ts'
import { resolveIdentity } from '../../downstream/identity.ts'
import { isFreshSignIn } from '../../downstream/is-fresh-sign-in.ts'
import type { DownstreamIo } from '../../downstream/io.ts'
import type { Identity } from '../../gateway/contract.ts'
import type { SignInTransaction } from './transaction.ts'

/** Throws DownstreamError. The caller has opened the transaction of this `state`. */
export async function finishSignIn(
  profile: DownstreamProfile,
  transaction: SignInTransaction,
  callback: URLSearchParams,
  io: DownstreamIo,
): Promise<Identity> {
  const { pending } = transaction
  const { tokens, identity } = await finishAuthorization(profile, pending, callback, io)
  if (transaction.isFresh) checkFresh(tokens.idToken, transaction.startedAt)
  if (identity.email !== null || profile.endpoints.userinfo_endpoint === undefined) return identity
  const { gateway } = profile
  const asking = {
    ...profile,
    gateway: { ...gateway, identity: { ...gateway.identity, source: 'userinfo' as const } },
  }
  return resolveIdentity(asking, pending, tokens, io)
}

function checkFresh(idToken: string | null, startedAt: number): void {
  if (isFreshSignIn(idToken, startedAt)) return
  throw new DownstreamError(
    'not_fresh',
    'The sign-in server does not say that it asked for your credentials again. Please try once more.',
    'auth_time is absent, or lies before the start of this sign-in',
  )
}
