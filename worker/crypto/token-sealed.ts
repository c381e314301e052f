// Encryption under a key that only the holder of a token can derive: what is stored this way is unreadable at rest
// (architecture.md §3.2, the replayed answers of O10 and O14).
import { base64url } from 'jose'

const utf8 = new TextEncoder()

/** AES-256-GCM under HKDF-SHA-256(token, purpose). The token must be a random secret of at least 128 bits. */
export async function sealUnderToken(token: string, purpose: string, plaintext: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await keyFrom(token, purpose)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, utf8.encode(plaintext))
  return `${base64url.encode(iv)}.${base64url.encode(new Uint8Array(sealed))}`
}

/** Throws when the token, the purpose or the ciphertext is another one. */
export async function openUnderToken(token: string, purpose: string, sealed: string): Promise<string> {
  const [iv = '', ciphertext = ''] = sealed.split('.')
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: new Uint8Array(base64url.decode(iv)) },
    await keyFrom(token, purpose),
    new Uint8Array(base64url.decode(ciphertext)),
  )
  return new TextDecoder().decode(plain)
}

async function keyFrom(token: string, purpose: string): Promise<CryptoKey> {
  const root = await crypto.subtle.importKey('raw', utf8.encode(token), 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8.encode(`limen/sealed/${purpose}`) },
    root,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}
