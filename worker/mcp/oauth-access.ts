// Mode `oauth`: an MCP token, behind which stands a grant.
import type { Caller, CredentialAnswer } from '../gateway/contract.ts'
import type { KnownUser } from '../policy/caller.ts'
import type { Access } from './access.ts'

/** What an MCP token is answered with. */
export type GrantAnswer = Extract<CredentialAnswer, { ok: true; caller: Caller }>

const known = new WeakMap<GrantAnswer, Access>()

export function oauthAccess(answer: GrantAnswer): Access {
  const before = known.get(answer)
  if (before) return before
  const { caller, downstream } = answer
  const access: Access = {
    caller,
    accessToken: downstream.accessToken,
    upstreamKey: null,
    authorization: null,
    user: userOf(caller),
    proof: {
      kind: 'oauth',
      clientId: caller.clientId,
      clientName: caller.clientName,
      registration: caller.clientRegistration,
      hasLoopbackRedirect: caller.hasLoopbackRedirect,
    },
    holder: { userId: caller.userId, clientId: caller.clientId },
  }
  known.set(answer, access)
  return access
}

function userOf({ identity }: Caller): KnownUser {
  const { issuer, subject, organization, email, emailVerified } = identity
  return { level: 'proven', issuer, subject, organization, email, emailVerified }
}
