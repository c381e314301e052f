// Who calls: a JWT is verified with the issuer's keys (RFC 9068), an opaque token is introspected (RFC 7662).
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import type { Settings } from './settings.ts'

export type Caller = z.infer<typeof callerClaims>

/** The token is no good: expired, revoked, foreign, or for another API. */
export class InvalidToken extends Error {}

const callerClaims = z
  .object({
    sub: z.string(),
    aud: z.union([z.string(), z.array(z.string())]),
    iss: z.string(),
    client_id: z.string(),
    scope: z.string().default(''),
    email: z.string().optional(),
    org_id: z.string().optional(),
  })
  .transform(({ scope, client_id: clientId, org_id: organization, ...rest }) => ({
    ...rest,
    clientId,
    organization,
    scopes: scope.split(' ').filter(Boolean),
  }))

const issuerMetadata = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  introspection_endpoint: z.url().optional(),
})

/** Makes the check for one issuer; its metadata and keys are fetched with the first token. */
export function createTokenCheck({ issuer, apiResource, introspection }: Settings) {
  let issuerFacts: Promise<{ keys: JWTVerifyGetKey; introspectionEndpoint: string | undefined }> | undefined

  async function discover() {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, { redirect: 'error' })
    const metadata = issuerMetadata.parse(await response.json())
    if (metadata.issuer !== issuer) throw new Error(`${issuer} calls itself ${metadata.issuer}`)
    return {
      keys: createRemoteJWKSet(new URL(metadata.jwks_uri)),
      introspectionEndpoint: metadata.introspection_endpoint,
    }
  }

  /** Throws `InvalidToken`, or another error where the issuer could not be asked. */
  return async function checkAccessToken(token: string): Promise<Caller> {
    issuerFacts ??= discover().catch((cause) => {
      issuerFacts = undefined // ask again with the next call
      throw cause
    })
    const { keys, introspectionEndpoint } = await issuerFacts
    if (token.split('.').length === 3) return verifyJwt(token, keys, { issuer, audience: apiResource })
    if (!introspection || !introspectionEndpoint)
      throw new InvalidToken('Opaque tokens are not accepted here')
    const claims = await introspect(token, introspectionEndpoint, introspection)
    if (claims.iss !== issuer || ![claims.aud].flat().includes(apiResource))
      throw new InvalidToken('Wrong audience')
    return claims
  }
}

async function verifyJwt(
  token: string,
  keys: JWTVerifyGetKey,
  expected: { issuer: string; audience: string },
): Promise<Caller> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...expected,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'sub'],
    })
    return parseCaller(payload)
  } catch (cause) {
    const isIssuersFault = cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid
    const isKnown = cause instanceof errors.JOSEError && cause.code !== errors.JOSEError.code
    if (isKnown && !isIssuersFault) throw new InvalidToken(cause.message)
    throw cause
  }
}

async function introspect(
  token: string,
  endpoint: string,
  client: { clientId: string; clientSecret: string },
): Promise<Caller> {
  const response = await fetch(endpoint, {
    method: 'POST',
    redirect: 'error',
    headers: { authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}` },
    body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
  })
  if (!response.ok) throw new Error(`Introspection answered ${response.status}`)
  const answer: unknown = await response.json()
  if (!z.object({ active: z.literal(true) }).safeParse(answer).success) throw new InvalidToken('Not active')
  return parseCaller(answer)
}

function parseCaller(claims: unknown): Caller {
  const caller = callerClaims.safeParse(claims)
  if (!caller.success) throw new InvalidToken('Not an access token for an API')
  return caller.data
}
