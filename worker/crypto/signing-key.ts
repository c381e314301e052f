// Ed25519 keys that Limen signs identity tokens with, derived from the master keys: nothing to store, nothing to
// create, and every key of MASTER_KEYS verifies while the first one signs (RFC 8037, RFC 8410 §7).
import type { JWK } from 'jose'
import type { MasterKeys } from './master-keys.ts'

/** DER of a PKCS #8 PrivateKeyInfo for Ed25519, up to the 32-byte seed. */
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20)

const keyPairs = new WeakMap<MasterKeys, Map<string, Promise<SigningKey>>>()

export interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicJwk: JWK
}

/** The key that signs now. */
export function signingKey(keys: MasterKeys): Promise<SigningKey> {
  return keyOf(keys, keys.currentId)
}

/** The JWK Set (RFC 7517 §5) of every key that verifies. */
export async function publicJwks(keys: MasterKeys): Promise<{ keys: JWK[] }> {
  const all = await Promise.all(keys.ids.map((id) => keyOf(keys, id)))
  return { keys: all.map((key) => key.publicJwk) }
}

function keyOf(keys: MasterKeys, id: string): Promise<SigningKey> {
  const known = keyPairs.get(keys) ?? new Map<string, Promise<SigningKey>>()
  keyPairs.set(keys, known)
  const pair = known.get(id) ?? derive(keys, id)
  known.set(id, pair)
  return pair
}

async function derive(keys: MasterKeys, id: string): Promise<SigningKey> {
  const mac = await keys.macKey(id, 'identity-signing-seed')
  const seed = new Uint8Array(await crypto.subtle.sign('HMAC', mac, new TextEncoder().encode('ed25519')))
  const pkcs8 = new Uint8Array([...PKCS8_PREFIX, ...seed])
  const extractable = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, true, ['sign'])
  const jwk = (await crypto.subtle.exportKey('jwk', extractable)) as JsonWebKey
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, false, ['sign'])
  const kid = `limen-${id}`
  return {
    kid,
    privateKey,
    publicJwk: { kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '', kid, alg: 'EdDSA', use: 'sig' },
  }
}
