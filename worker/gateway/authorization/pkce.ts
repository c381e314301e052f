// PKCE, S256 only, for every client (O7; RFC 7636). Pure apart from WebCrypto.
import { sha256Base64url } from '../../crypto/digest.ts'

/** RFC 7636 §4.2: SHA-256 as base64url is 43 characters. */
export function isChallenge(challenge: string | undefined): challenge is string {
  return challenge !== undefined && /^[A-Za-z0-9_-]{43}$/.test(challenge)
}

/** RFC 7636 §4.1 and §4.6. */
export async function isVerifierOf(verifier: string, challenge: string): Promise<boolean> {
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false
  return (await sha256Base64url(verifier)) === challenge
}
