// The outer form of every code and token: `lmn_` + shard + base64url(library token ‖ MAC). A forged one, or one of
// another issuer or kind, is recognised without waking the object (architecture.md §3.2).
import { base64url } from 'jose'
import type { MasterKeys } from '../../crypto/master-keys.ts'

/** `access_token`: one that an admin made for a server without OAuth. */
export type TokenKind = 'code' | 'access' | 'refresh' | 'access_token'

/** What the MAC binds besides shard and token. */
export interface TokenBinding {
  issuerKey: string
  kind: TokenKind
}

const PREFIX = 'lmn_'
/** 128 bits of HMAC-SHA-256 (RFC 2104 §5 allows truncation to half). */
const MAC_BYTES = 16
const TOKEN_CHARACTERS_MAX = 512
const utf8 = new TextEncoder()
const utf8Strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export async function sealToken(
  keys: MasterKeys,
  shard: string,
  token: string,
  binding: TokenBinding,
): Promise<string> {
  const key = await keys.macKey(keys.currentId, 'token')
  const mac = await crypto.subtle.sign('HMAC', key, macInput(shard, token, binding))
  const plain = utf8.encode(token)
  const bytes = new Uint8Array(plain.length + MAC_BYTES)
  bytes.set(plain)
  bytes.set(new Uint8Array(mac, 0, MAC_BYTES), plain.length)
  return PREFIX + shard + base64url.encode(bytes)
}

/**
 * The library's token and the shard inside, or undefined for anything that Limen did not issue for this issuer and
 * kind. Every key of MASTER_KEYS verifies.
 */
export async function openToken(
  keys: MasterKeys,
  sealed: string,
  binding: TokenBinding,
): Promise<{ token: string; shard: string } | undefined> {
  if (!sealed.startsWith(PREFIX) || sealed.length > TOKEN_CHARACTERS_MAX) return undefined
  const shard = sealed.charAt(PREFIX.length)
  const encoded = sealed.slice(PREFIX.length + 1)
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return undefined
  let bytes: Uint8Array
  let token: string
  try {
    bytes = base64url.decode(encoded)
    token = utf8Strict.decode(bytes.subarray(0, -MAC_BYTES))
  } catch {
    return undefined
  }
  // Only the canonical encoding: two spellings of one token would be two cache entries.
  if (bytes.length <= MAC_BYTES || base64url.encode(bytes) !== encoded) return undefined
  const given = bytes.slice(-MAC_BYTES)
  const input = macInput(shard, token, binding)
  for (const id of keys.ids) {
    const expected = await crypto.subtle.sign('HMAC', await keys.macKey(id, 'token'), input)
    if (crypto.subtle.timingSafeEqual(given, expected.slice(0, MAC_BYTES))) return { token, shard }
  }
  return undefined
}

/** JSON keeps the parts apart. */
function macInput(shard: string, token: string, binding: TokenBinding): Uint8Array<ArrayBuffer> {
  return new Uint8Array(utf8.encode(JSON.stringify([shard, binding.kind, binding.issuerKey, token])))
}
