// AES-GCM envelopes for everything that is stored encrypted (S11, NIST SP 800-38D).
import { base64url } from 'jose'
import type { MasterKeys } from './master-keys.ts'

const utf8 = new TextEncoder()
const utf8Strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * What a ciphertext is bound to: the owner whose key encrypts it, and the place it stands in. A ciphertext moved to
 * another row, column, attachment or version does not open.
 */
export interface SecretBinding {
  /** Gateway id, or the id of a server without one. */
  owner: string
  /** For a grant: attachment, grant id, version, purpose. For any other secret: row id, column, version. */
  place: readonly string[]
}

/** The envelope does not open under this binding: wrong row, wrong version, tampered, or a key that is gone. */
export class SealedSecretError extends Error {
  override name = 'SealedSecretError'
}

/** Encrypts to `v1.<key id>.<base64url(iv ‖ ciphertext ‖ tag)>`. */
export async function sealSecret(
  keys: MasterKeys,
  binding: SecretBinding,
  plaintext: string,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const key = await keys.encryptionKey(keys.currentId, binding.owner)
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: additionalData(binding) },
    key,
    utf8.encode(plaintext),
  )
  const bytes = new Uint8Array(12 + sealed.byteLength)
  bytes.set(iv)
  bytes.set(new Uint8Array(sealed), 12)
  return `v1.${keys.currentId}.${base64url.encode(bytes)}`
}

/** Opens an envelope of `sealSecret`. Throws SealedSecretError. */
export async function openSecret(
  keys: MasterKeys,
  binding: SecretBinding,
  envelope: string,
): Promise<string> {
  const [version, keyId, encoded] = envelope.split('.')
  if (version !== 'v1' || !keyId || !encoded) throw new SealedSecretError('not an envelope')
  try {
    const bytes = base64url.decode(encoded)
    const key = await keys.encryptionKey(keyId, binding.owner)
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes.slice(0, 12), additionalData: additionalData(binding) },
      key,
      bytes.slice(12),
    )
    return utf8Strict.decode(plain)
  } catch (cause) {
    throw new SealedSecretError('the secret does not open under this binding', { cause })
  }
}

/** JSON keeps the parts apart, so that no two bindings share one encoding. */
function additionalData(binding: SecretBinding): Uint8Array<ArrayBuffer> {
  return new Uint8Array(utf8.encode(JSON.stringify([binding.owner, ...binding.place])))
}
