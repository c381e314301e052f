// Whether the browser that asks is the one that started (O14, S4). The library sets one cookie for each consent and
// each downstream sign-in, named after the handle's hash and holding it.
import { sha256Hex } from '../../crypto/digest.ts'

export type BoundStep = 'consent' | 'upstream'

/** Constant time is not needed: the hash of a handle that the asker sends is no secret to the asker. */
export async function isBoundBrowser(
  cookie: string | null,
  step: BoundStep,
  handle: string,
): Promise<boolean> {
  const hash = await sha256Hex(handle)
  const expected = `__Host-oauth-${step}-${hash.slice(0, 16)}=${hash}`
  return (cookie ?? '').split(';').some((part) => part.trim() === expected)
}
