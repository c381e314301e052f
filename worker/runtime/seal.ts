// Handles of the runtime (session ids, event ids, task ids) as the client sees them: bound to server, user and client, so that one
// that belongs to somebody else looks like one that never existed (M5, S7).
import { base64url } from 'jose'
import type { MasterKeys } from '../crypto/master-keys.ts'

/** Whose handle it is. A server that is open to everybody has neither user nor client. */
export interface HandleOwner {
  serverId: string
  userId: string
  clientId: string
}

export type HandleKind = 'session' | 'event' | 'task'

const utf8 = new TextEncoder()
const MAC_BYTES = 16
const MAC_CHARACTERS = 22
const KNOWN_MAX = 10_000

/** Handles that this isolate has verified before: owner and sealed form, to the runtime's own. */
const known = new Map<string, string>()

/** `<key id>.<MAC, 128 bits>.<the runtime's own>`: visible ASCII as far as the runtime's own is. */
export async function sealHandle(
  keys: MasterKeys,
  kind: HandleKind,
  owner: HandleOwner,
  own: string,
): Promise<string> {
  const mac = await macOf(keys, keys.currentId, kind, owner, own)
  return `${keys.currentId}.${base64url.encode(mac)}.${own}`
}

/** The runtime's own handle, or undefined: forged, foreign, or sealed with a key that is gone. */
export async function openHandle(
  keys: MasterKeys,
  kind: HandleKind,
  owner: HandleOwner,
  sealed: string,
): Promise<string | undefined> {
  const cacheKey = `${bindingOf(kind, owner)}${sealed}`
  const cached = known.get(cacheKey)
  if (cached !== undefined) return cached
  const keyEnd = sealed.indexOf('.')
  const macEnd = keyEnd + 1 + MAC_CHARACTERS
  const keyId = sealed.slice(0, keyEnd)
  if (keyEnd < 1 || sealed[macEnd] !== '.' || !keys.ids.includes(keyId)) return undefined
  const own = sealed.slice(macEnd + 1)
  const expected = base64url.encode(await macOf(keys, keyId, kind, owner, own))
  const isOurs = crypto.subtle.timingSafeEqual(
    utf8.encode(expected),
    utf8.encode(sealed.slice(keyEnd + 1, macEnd)).slice(0, MAC_CHARACTERS),
  )
  if (!isOurs) return undefined
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(cacheKey, own)
  return own
}

async function macOf(
  keys: MasterKeys,
  keyId: string,
  kind: HandleKind,
  owner: HandleOwner,
  own: string,
): Promise<Uint8Array> {
  const key = await keys.macKey(keyId, `handle/${kind}`)
  const mac = await crypto.subtle.sign('HMAC', key, utf8.encode(`${bindingOf(kind, owner)}${own}`))
  return new Uint8Array(mac, 0, MAC_BYTES)
}

/** JSON keeps the parts apart; no handle can begin with what ends it. */
function bindingOf(kind: HandleKind, owner: HandleOwner): string {
  return JSON.stringify([kind, owner.serverId, owner.userId, owner.clientId])
}
