// Modes `api_key` and `none`: an access token of Limen. One without a user may name somebody in `x-mcp-user`, which
// nothing but the token's holder vouches for (product.md §6, S20). The header itself goes no further.
import { settingsOf } from '../environment.ts'
import type { CredentialAnswer } from '../gateway/contract.ts'
import type { KnownUser } from '../policy/caller.ts'
import type { Access } from './access.ts'
import type { Exchange } from './parts.ts'
import { McpRefusal } from './refusal.ts'

/** What an access token is answered with. */
export type TokenAnswer = Extract<CredentialAnswer, { ok: true; caller: null }>

const USER_HEADER = 'x-mcp-user'
/** RFC 5321 §4.5.3.1.3, and no more than what a rule compares: one `@`, a domain of letters, digits, dots, hyphens. */
const EMAIL =
  /^[^\s@<>"(),:;[\]\\]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i
const EMAIL_CHARACTERS_MAX = 254

const known = new WeakMap<TokenAnswer, Access>()

/** Throws McpRefusal `user_not_accepted`. */
export function accessTokenAccess(
  answer: TokenAnswer,
  { request, env }: Pick<Exchange, 'request' | 'env'>,
): Access {
  const claim = answer.token.user === null ? request.headers.get(USER_HEADER) : null
  if (claim !== null) {
    return accessOf(answer, checkClaimedUser(claim, settingsOf(env).organizationDomains))
  }
  const before = known.get(answer)
  if (before) return before
  const access = accessOf(answer, answer.token.user)
  known.set(answer, access)
  return access
}

function accessOf({ token, upstreamKey }: TokenAnswer, user: KnownUser | null): Access {
  return {
    caller: null,
    accessToken: null,
    upstreamKey,
    authorization: null,
    user,
    proof: { kind: 'access_token', tokenId: token.id, agentId: token.agentId },
    holder: { userId: holderOf(user), clientId: token.id },
  }
}

/** JSON keeps issuer and subject apart. */
function holderOf(user: KnownUser | null): string {
  return user === null ? '' : JSON.stringify([user.issuer, user.subject, user.email])
}

/** Claimed, and only for domains of the organization. */
function checkClaimedUser(claim: string, domains: readonly string[]): KnownUser {
  const email = claim.trim().toLowerCase()
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (email.length > EMAIL_CHARACTERS_MAX || !EMAIL.test(email) || !domains.includes(domain)) {
    throw new McpRefusal('user_not_accepted', { rule: 'x_mcp_user_domain' })
  }
  return { level: 'claimed', issuer: null, subject: null, organization: null, email, emailVerified: false }
}
