// Limen's own signing keys as a `private_key_jwt` client (RFC 7523, D2, D4). Derived, never stored: one P-256 key for each
// Gateway and master key, so that a rotation of MASTER_KEYS rotates them too while the old ones stay published.
import { base64url, calculateJwkThumbprint, type JWK } from 'jose'
import type { MasterKeys } from '../crypto/master-keys.ts'

export interface AssertionKey {
  key: CryptoKey
  kid: string
}

/** RFC 5915 in PKCS #8 without the public part, which the platform computes. */
const PKCS8_P256_PREFIX = new Uint8Array([
  0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08,
  0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20,
])
const P256 = { name: 'ECDSA', namedCurve: 'P-256' }
const utf8 = new TextEncoder()

/** The key that signs now. */
export async function assertionKeyOf(keys: MasterKeys, gatewayId: string): Promise<AssertionKey> {
  const { key, jwk } = await deriveKey(keys, keys.currentId, gatewayId)
  return { key, kid: await calculateJwkThumbprint(jwk) }
}

/** The public keys of one Gateway, the current one first (RFC 7517). */
export async function ownJwks(keys: MasterKeys, gatewayId: string): Promise<{ keys: JWK[] }> {
  const published = keys.ids.map(async (keyId) => {
    const { jwk } = await deriveKey(keys, keyId, gatewayId)
    return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' }
  })
  return { keys: await Promise.all(published) }
}

async function deriveKey(
  keys: MasterKeys,
  keyId: string,
  gatewayId: string,
): Promise<{ key: CryptoKey; jwk: JWK }> {
  const mac = await keys.macKey(keyId, `own-client-key/${gatewayId}`)
  const scalar = new Uint8Array(await crypto.subtle.sign('HMAC', mac, utf8.encode('P-256')))
  const pkcs8 = new Uint8Array([...PKCS8_P256_PREFIX, ...scalar])
  // A scalar outside 1…n−1 has a chance of 2^-32 and fails to import here, not later.
  const extractable = await crypto.subtle.importKey('pkcs8', pkcs8, P256, true, ['sign'])
  const { x, y } = (await crypto.subtle.exportKey('jwk', extractable)) as JsonWebKey
  if (x === undefined || y === undefined) throw new Error('the platform computed no public key')
  const jwk = { kty: 'EC', crv: 'P-256', x, y }
  const key = await crypto.subtle.importKey('jwk', { ...jwk, d: base64url.encode(scalar) }, P256, false, [
    'sign',
  ])
  return { key, jwk }
}
