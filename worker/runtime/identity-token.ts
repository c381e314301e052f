// The optional third contract header: a short-lived JWT by which a runtime may trust who calls (product.md §3,
// RFC 7519). Its keys are published at `<issuer>/jwks.json`.
import { SignJWT } from 'jose'
import { signingKey } from '../crypto/signing-key.ts'
import type { MasterKeys } from '../crypto/master-keys.ts'
import type { Caller } from '../gateway/contract.ts'

const LIFETIME_SECONDS = 120

/** Reused until half of its life is over, so that signing stays off the warm path. */
const issued = new WeakMap<Caller, { audience: string; token: string; reuseUntilMs: number }>()

export interface IdentityTokenInput {
  keys: MasterKeys
  caller: Caller
  /** Issuer of the surface that was called. */
  issuer: string
  /** URL of the runtime: the token is for it alone. */
  audience: string
  serverId: string
  nowMs: number
}

/** Issues the JWT, or gives the one that is young enough. Claims: `sub`, `email`, `org`, `client_id`, `server`. */
export async function issueIdentityToken(input: IdentityTokenInput): Promise<string> {
  const { caller, audience, nowMs } = input
  const known = issued.get(caller)
  if (known && known.audience === audience && nowMs < known.reuseUntilMs) return known.token
  const { kid, privateKey } = await signingKey(input.keys)
  const { identity } = caller
  const issuedAt = Math.floor(nowMs / 1_000)
  const token = await new SignJWT({
    client_id: caller.clientId,
    server: input.serverId,
    idp: identity.issuer,
    ...(identity.email === null ? {} : { email: identity.email, email_verified: identity.emailVerified }),
    ...(identity.organization === null ? {} : { org: identity.organization }),
    ...(identity.displayName === null ? {} : { name: identity.displayName }),
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid })
    .setIssuer(input.issuer)
    .setSubject(identity.subject)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .sign(privateKey)
  issued.set(caller, { audience, token, reuseUntilMs: nowMs + (LIFETIME_SECONDS * 1_000) / 2 })
  return token
}
