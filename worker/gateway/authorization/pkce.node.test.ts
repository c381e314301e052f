import { describe, expect, it } from 'vitest'
import { isChallenge, isVerifierOf } from './pkce.ts'

// RFC 7636, appendix B.
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

describe('PKCE (O7)', () => {
  it.each<[string, string | undefined, boolean]>([
    ['43 characters of base64url', CHALLENGE, true],
    ['42 characters', CHALLENGE.slice(1), false],
    ['44 characters', `${CHALLENGE}a`, false],
    ['padding', `${CHALLENGE.slice(1)}=`, false],
    ['standard base64', `${CHALLENGE.slice(1)}+`, false],
    ['a line feed after it', `${CHALLENGE}\n`, false],
    ['nothing', undefined, false],
  ])('a challenge of %s → %s', (_name, challenge, is) => {
    expect(isChallenge(challenge)).toBe(is)
  })

  it.each<[string, string, boolean]>([
    ['the right one', VERIFIER, true],
    ['another one', `${VERIFIER.slice(1)}a`, false],
    ['the challenge itself', CHALLENGE, false],
    ['nothing', '', false],
    ['one with foreign characters', `${VERIFIER} `, false],
  ])('a verifier that is %s → %s', async (_name, verifier, is) => {
    expect(await isVerifierOf(verifier, CHALLENGE)).toBe(is)
  })
})
