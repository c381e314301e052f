// Mode `passthrough` (M13): the upstream's own token, which Limen neither caches nor stores. Its claims mark the log;
// only where issuer and keys are configured is it verified here, and then it counts as proven.
import { decodeJwt, type JWTPayload } from 'jose'
import { sha256Base64url } from '../crypto/digest.ts'
import { loadOwnOrigins } from '../edge/own-origins.ts'
import { ioWith } from '../downstream/io.ts'
import { checkUpstreamToken, UpstreamTokenError } from '../downstream/verify-upstream-token.ts'
import { settingsOf } from '../environment.ts'
import { bearerToken } from '../oauth/credential/check-credential.ts'
import type { KnownUser } from '../policy/caller.ts'
import type { Access } from './access.ts'
import type { Exchange } from './parts.ts'
import { McpRefusal } from './refusal.ts'

/** Undefined: this is no bearer token, or none that verifies. Throws McpRefusal `internal` without keys to verify with. */
export async function passthroughAccess({
  request,
  env,
  snapshot,
}: Pick<Exchange, 'request' | 'env' | 'snapshot'>): Promise<Access | undefined> {
  const authorization = request.headers.get('authorization')
  const token = bearerToken(authorization)
  if (authorization === null || token === undefined) return undefined
  const verification = snapshot.server.passthrough?.verification ?? null
  const user = verification ? await verifiedUser(token, verification, env) : claimedUser(token)
  if (user === 'refused') return undefined
  return {
    caller: null,
    accessToken: null,
    upstreamKey: null,
    authorization,
    user,
    proof: { kind: 'passthrough' },
    holder: { userId: await holderOf(user, token), clientId: '' },
  }
}

async function verifiedUser(
  token: string,
  verification: NonNullable<NonNullable<Exchange['snapshot']['server']['passthrough']>['verification']>,
  env: Exchange['env'],
): Promise<KnownUser | 'refused'> {
  const { allowPrivateTargets } = settingsOf(env)
  try {
    const targets = async () => ({ allowPrivateTargets, ownOrigins: await loadOwnOrigins(env) })
    const claims = await checkUpstreamToken(token, verification, targets, ioWith(env.KV))
    return userOf(claims, 'proven') ?? 'refused'
  } catch (error) {
    if (!(error instanceof UpstreamTokenError)) throw error
    if (error.reason === 'invalid') return 'refused'
    throw new McpRefusal('internal', { detail: error.message, cause: error })
  }
}

/** Nobody has checked these claims: anybody can write them. */
function claimedUser(token: string): KnownUser | null {
  try {
    return userOf(decodeJwt(token), 'claimed')
  } catch {
    return null
  }
}

function userOf(claims: JWTPayload, level: KnownUser['level']): KnownUser | null {
  const { iss: issuer, sub: subject } = claims
  if (typeof issuer !== 'string' || typeof subject !== 'string') return null
  const email = [claims['email'], claims['preferred_username'], claims['upn']].find(
    (value) => typeof value === 'string' && value.includes('@'),
  )
  return {
    level,
    issuer,
    subject,
    organization: null,
    email: typeof email === 'string' ? email : null,
    emailVerified: level === 'proven' && claims['email_verified'] === true && email === claims['email'],
  }
}

/** Tokens of one person change; an opaque one stands for itself. The runtime has the last word on both. */
async function holderOf(user: KnownUser | null, token: string): Promise<string> {
  return user ? JSON.stringify([user.issuer, user.subject]) : sha256Base64url(token)
}
