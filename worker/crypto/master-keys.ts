// Master keys of the deployment and what is derived from them (S11, RFC 5869).
import { base64url } from 'jose'

const utf8 = new TextEncoder()
const NO_SALT = new Uint8Array(0)

/** A variable of the environment is missing or wrong. `variable` and `message` are for the operator's log. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
  readonly variable: string
  constructor(variable: string, message: string) {
    super(`${variable}: ${message}`)
    this.variable = variable
  }
}

/**
 * The parsed `MASTER_KEYS`: one or several 256-bit keys by id. The first one encrypts and signs; all decrypt and
 * verify, which is what makes rotation without a failing call possible. Derived keys are cached.
 */
export class MasterKeys {
  readonly currentId: string
  readonly ids: readonly string[]
  readonly #roots: Map<string, Promise<CryptoKey>>
  readonly #derived = new Map<string, Promise<CryptoKey>>()

  constructor(keys: ReadonlyMap<string, Uint8Array<ArrayBuffer>>) {
    const [first] = keys.keys()
    if (first === undefined) throw new ConfigurationError('MASTER_KEYS', 'holds no key')
    this.currentId = first
    this.ids = [...keys.keys()]
    this.#roots = new Map(
      [...keys].map(([id, raw]) => [id, crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey'])]),
    )
  }

  /** AES-256-GCM key of one owner (a Gateway, or a server without one). Throws `UnknownKeyError` for a foreign id. */
  encryptionKey(keyId: string, owner: string): Promise<CryptoKey> {
    return this.#derive(keyId, `limen/encrypt/${owner}`, { name: 'AES-GCM', length: 256 }, [
      'encrypt',
      'decrypt',
    ])
  }

  /** HMAC-SHA-256 key for one purpose, for example `token`. */
  macKey(keyId: string, purpose: string): Promise<CryptoKey> {
    return this.#derive(keyId, `limen/mac/${purpose}`, { name: 'HMAC', hash: 'SHA-256', length: 256 }, [
      'sign',
      'verify',
    ])
  }

  #derive(
    keyId: string,
    info: string,
    algorithm: { name: 'HMAC'; hash: string; length: number } | { name: 'AES-GCM'; length: number },
    usages: ('encrypt' | 'decrypt' | 'sign' | 'verify')[],
  ): Promise<CryptoKey> {
    const root = this.#roots.get(keyId)
    if (!root) throw new UnknownKeyError(keyId)
    const cacheKey = `${keyId} ${info}`
    const cached = this.#derived.get(cacheKey)
    if (cached) return cached
    if (this.#derived.size > 1_000) this.#derived.clear()
    const derived = root.then((key) =>
      crypto.subtle.deriveKey(
        { name: 'HKDF', hash: 'SHA-256', salt: NO_SALT, info: utf8.encode(info) },
        key,
        algorithm,
        false,
        usages,
      ),
    )
    this.#derived.set(cacheKey, derived)
    return derived
  }
}

/** The key id in an envelope or a token is none of `MASTER_KEYS`. */
export class UnknownKeyError extends Error {
  override name = 'UnknownKeyError'
  constructor(keyId: string) {
    super(`no master key with the id "${keyId}"`)
  }
}

/**
 * Parses `MASTER_KEYS`: `<id>:<base64url of 32 bytes>`, several separated by commas, the current one first.
 * Throws ConfigurationError that says what is wrong, never the value.
 */
export function parseMasterKeys(text: string | undefined): MasterKeys {
  if (!text?.trim()) {
    throw new ConfigurationError(
      'MASTER_KEYS',
      'is not set; it needs at least one `<id>:<base64url of 32 random bytes>`',
    )
  }
  const keys = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const [index, part] of text.split(',').entries()) {
    const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_-]+={0,2})$/.exec(part.trim()) ?? []
    if (!id || !encoded)
      throw new ConfigurationError('MASTER_KEYS', `entry ${index + 1} is not <id>:<base64url>`)
    if (keys.has(id)) throw new ConfigurationError('MASTER_KEYS', `the id "${id}" stands twice`)
    const raw = decode(id, encoded.replace(/=+$/, ''))
    if (raw.length !== 32) {
      throw new ConfigurationError('MASTER_KEYS', `the key "${id}" has ${raw.length} bytes instead of 32`)
    }
    keys.set(id, raw)
  }
  return new MasterKeys(keys)
}

function decode(id: string, encoded: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(base64url.decode(encoded))
  } catch {
    throw new ConfigurationError('MASTER_KEYS', `the key "${id}" is not base64url`)
  }
}
