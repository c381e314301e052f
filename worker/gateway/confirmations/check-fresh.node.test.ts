// OIDC Core §2: an authorization server that says when it asked for credentials is held to it.
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { PageRefusal } from '../authorization/refusal.ts'
import { checkFresh } from './check-fresh.ts'

const STARTED_AT = Date.UTC(2026, 0, 1, 12)
const key = new Uint8Array(32)

/** `seconds` after the sign-in for the approval began. */
function tokenOf(seconds: number): Promise<string> {
  return new SignJWT({ auth_time: STARTED_AT / 1_000 + seconds })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(key)
}

describe('a sign-in for an approval', () => {
  it('is refused where credentials were asked for before it began', async () => {
    for (const seconds of [-61, -3_600]) {
      const token = await tokenOf(seconds)
      expect(() => checkFresh(token, STARTED_AT, true), String(seconds)).toThrow(PageRefusal)
    }
  })

  it('counts where they were asked for since, with a minute for clocks that differ', async () => {
    for (const seconds of [-60, 0, 30]) {
      const token = await tokenOf(seconds)
      expect(() => checkFresh(token, STARTED_AT, true), String(seconds)).not.toThrow()
    }
  })

  it('is refused without ID token at an OpenID provider, and counts at another server, which cannot say when', () => {
    expect(() => checkFresh(null, STARTED_AT, true)).toThrow(PageRefusal)
    expect(() => checkFresh(null, STARTED_AT, false)).not.toThrow()
  })
})
