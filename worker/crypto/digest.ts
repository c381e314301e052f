// Hashing and encodings. Pure apart from WebCrypto.
import { base64url } from 'jose'

const utf8 = new TextEncoder()

export async function sha256(data: string | Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = typeof data === 'string' ? utf8.encode(data) : data
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** SHA-256 as base64url without padding: the form in which tokens, codes and keys are stored. */
export async function sha256Base64url(data: string | Uint8Array): Promise<string> {
  return base64url.encode(await sha256(data))
}

/** SHA-256 as lower-case hex: the form in which the OAuth library stores its tokens. */
export async function sha256Hex(data: string | Uint8Array): Promise<string> {
  return [...(await sha256(data))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Compares two secrets in constant time, whatever their lengths (security.md §2.9). */
export async function isEqualSecret(given: string, expected: string): Promise<boolean> {
  const [a, b] = await Promise.all([sha256(given), sha256(expected)])
  return crypto.subtle.timingSafeEqual(a, b)
}
