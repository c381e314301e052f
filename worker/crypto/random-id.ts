import { base64url } from 'jose'

/** Kinds of ids, with the prefix that names them (product.md §1). */
export type IdKind =
  | 'srv'
  | 'gw'
  | 'att'
  | 'grt'
  | 'cli'
  | 'app'
  | 'exc'
  | 'tok'
  | 'agt'
  | 'grp'
  | 'mem'
  | 'usr'
  | 'req'
  | 'evt'
  | 'aud'
  | 'key'
  | 'inv'
  | 'ses'
  | 'rul'
  | 'bud'
  | 'rat'
  | 'lib'
  | 'upk'
  | 'cnf'
  | 'svc'
  | 'rst'

/** A fresh id: prefix, underscore, 16 random bytes as base64url (128 bits). Never holds a colon or a dot. */
export function randomId(kind: IdKind): string {
  return `${kind}_${base64url.encode(crypto.getRandomValues(new Uint8Array(16)))}`
}

/** `bytes` random bytes as base64url, for secrets and handles. */
export function randomToken(bytes = 32): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(bytes)))
}
