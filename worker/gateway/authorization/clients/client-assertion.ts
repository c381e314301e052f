// `private_key_jwt` (O5; RFC 7523 §3, OpenID Connect Core §9), verified here because the library knows it for its own
// CIMD resolver only.
import {
  createLocalJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose'
import { z } from 'zod'
import { sha256Base64url } from '../../../crypto/digest.ts'
import type { ClientKeys } from './client.ts'
import { ClientDocumentError, plainKeys } from './client-document.ts'
import type { PublicDocuments } from './public-document.ts'

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const ALGORITHMS = ['RS256', 'ES256']
const CHARACTERS_MAX = 16 * 1_024
const LIFETIME_SECONDS_MAX = 3_600
const SKEW_SECONDS = 60
const JWKS_BYTES_MAX = 64 * 1_024
const JWKS_STALE_SECONDS = 24 * 3_600

const jwksShape = z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(100) })

/** What has to be remembered of an accepted assertion, so that it is accepted once. */
export interface UsedAssertion {
  clientId: string
  jtiHash: string
  expiresAt: number
}

/** The assertion proves nothing. `message` may be answered. */
export class ClientAssertionError extends Error {
  override name = 'ClientAssertionError'
}

/** Verifies an assertion. Throws ClientAssertionError, ClientUnavailableError. Replay is the caller's to check. */
export async function verifyAssertion(
  documents: PublicDocuments,
  assertion: string,
  clientId: string,
  keys: ClientKeys,
  audience: readonly string[],
): Promise<UsedAssertion> {
  if (assertion.length > CHARACTERS_MAX) throw new ClientAssertionError('The client assertion is too large.')
  const claims = await verifySignature(documents, assertion, clientId, keys, audience)
  const { exp, iat, jti } = claims
  if (typeof jti !== 'string' || jti === '')
    throw new ClientAssertionError('The client assertion has no jti.')
  const now = Math.floor(Date.now() / 1_000)
  if (exp === undefined || exp - now > LIFETIME_SECONDS_MAX + SKEW_SECONDS) {
    throw new ClientAssertionError('The client assertion lives too long.')
  }
  if (iat !== undefined && iat > now + SKEW_SECONDS) {
    throw new ClientAssertionError('The client assertion comes from the future.')
  }
  return { clientId, jtiHash: await sha256Base64url(jti), expiresAt: (exp + SKEW_SECONDS) * 1_000 }
}

async function verifySignature(
  documents: PublicDocuments,
  assertion: string,
  clientId: string,
  keys: ClientKeys,
  audience: readonly string[],
) {
  const verify = async (jwks: JSONWebKeySet) => {
    const { payload } = await verified(assertion, createLocalJWKSet(jwks), {
      algorithms: ALGORITHMS,
      issuer: clientId,
      subject: clientId,
      audience: [...audience],
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['exp', 'jti'],
    })
    return payload
  }
  try {
    return await verify(await loadKeys(documents, keys, false))
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error
    const mayBeNewKey = error instanceof errors.JWKSNoMatchingKey && 'jwksUri' in keys
    if (!mayBeNewKey) throw new ClientAssertionError('The client assertion is not valid.')
  }
  try {
    return await verify(await loadKeys(documents, keys, true))
  } catch (error) {
    if (error instanceof errors.JOSEError)
      throw new ClientAssertionError('The client assertion is not valid.')
    throw error
  }
}

/** A key that the platform cannot import is the client's fault, as a wrong signature is. */
async function verified(assertion: string, keys: JWTVerifyGetKey, rules: JWTVerifyOptions) {
  try {
    return await jwtVerify(assertion, keys, rules)
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error
    throw new ClientAssertionError('The public key of the client cannot be used.', { cause: error })
  }
}

async function loadKeys(
  documents: PublicDocuments,
  keys: ClientKeys,
  renew: boolean,
): Promise<JSONWebKeySet> {
  if ('jwks' in keys) return keys.jwks
  if (!URL.canParse(keys.jwksUri)) throw new ClientAssertionError('The jwks_uri of the client is no URL.')
  try {
    return await documents.load(
      new URL(keys.jwksUri),
      {
        kind: 'client-jwks',
        policy: keys.enteredBy === 'admin' ? 'configured' : 'public',
        bytesMax: JWKS_BYTES_MAX,
        staleSeconds: JWKS_STALE_SECONDS,
        renew,
      },
      (text) => plainKeys(jwksShape.parse(JSON.parse(text))),
    )
  } catch (error) {
    if (error instanceof ClientDocumentError || error instanceof z.ZodError || error instanceof SyntaxError) {
      throw new ClientAssertionError('The public keys of the client cannot be read.')
    }
    throw error
  }
}
