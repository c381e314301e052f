import { beforeEach, describe, expect, it } from 'vitest'
import type { CredentialAnswer } from '../../gateway/contract.ts'
import {
  cacheEpoch,
  findAnswer,
  forgetAllCredentials,
  forgetToken,
  forgetGrant,
  keepAnswer,
} from './credential-cache.ts'

const NOW = 1_800_000_000_000
const CACHE_MS = 10_000
const ISSUER = 'att_a:p'

function answerFor(
  grantId: string,
  ends: { mcp?: number; downstream?: number | null } = {},
): CredentialAnswer {
  const { mcp = NOW + 3_600_000, downstream = NOW + 3_600_000 } = ends
  return {
    ok: true,
    caller: {
      grantId,
      userId: 'usr_1',
      identity: {
        issuer: 'https://as.test.dev',
        subject: 'ada',
        organization: null,
        email: null,
        emailVerified: false,
        displayName: null,
      },
      clientId: 'client_1',
      clientName: 'A client',
      clientRegistration: 'preregistered',
      hasLoopbackRedirect: false,
      scopes: ['tickets.read'],
    },
    downstream: { accessToken: 'at', expiresAt: downstream },
    expiresAt: mcp,
  }
}

function keep(token: string, answer: CredentialAnswer, cacheMs = CACHE_MS): void {
  keepAnswer(token, ISSUER, answer, { at: NOW, epoch: cacheEpoch() }, cacheMs)
}

function isKept(token: string, at: number): boolean {
  return findAnswer(token, ISSUER, at, 60_000) !== undefined
}

beforeEach(forgetAllCredentials)

describe('the credential cache (P8)', () => {
  it.each([
    ['10 s', answerFor('g'), CACHE_MS, 10_000],
    ['REVOCATION_CACHE_SECONDS', answerFor('g'), 3_000, 3_000],
    ['the end of the MCP token', answerFor('g', { mcp: NOW + 4_000 }), CACHE_MS, 4_000],
    ['the end of the downstream token', answerFor('g', { downstream: NOW + 5_000 }), CACHE_MS, 5_000],
    ['10 s where the downstream token names no end', answerFor('g', { downstream: null }), CACHE_MS, 10_000],
    ['5 s for a refusal', { ok: false, reason: 'invalid_token' } as const, CACHE_MS, 5_000],
    ['REVOCATION_CACHE_SECONDS for a refusal', { ok: false, reason: 'invalid_token' } as const, 2_000, 2_000],
  ])('an answer ends with %s', (_end, answer, cacheMs, livesMs) => {
    keep('d', answer, cacheMs)
    expect(isKept('d', NOW + livesMs - 1)).toBe(true)
    expect(isKept('d', NOW + livesMs)).toBe(false)
  })

  it('with REVOCATION_CACHE_SECONDS = 0, and of a moment that passes, nothing is kept', () => {
    keep('d', answerFor('g'), 0)
    keep('e', { ok: false, reason: 'downstream_unavailable', retryAfterSeconds: 1 })
    expect([isKept('d', NOW), isKept('e', NOW)]).toEqual([false, false])
  })

  it('a question may ask for a younger answer, and one of another issuer finds none', () => {
    keep('d', answerFor('g'))
    expect(findAnswer('d', ISSUER, NOW + 4_999, 5_000)).toBeDefined()
    expect(findAnswer('d', ISSUER, NOW + 5_000, 5_000)).toBeUndefined()
    expect(findAnswer('d', 'att_a:h', NOW, 5_000)).toBeUndefined()
  })

  it('forgetting a grant forgets every token of it and no other', () => {
    keep('d1', answerFor('g1'))
    keep('d2', answerFor('g1'))
    keep('d3', answerFor('g2'))
    forgetGrant('g1')
    expect(['d1', 'd2', 'd3'].map((token) => isKept(token, NOW))).toEqual([false, false, true])
  })

  it.each([
    ['the grant', () => forgetGrant('g')],
    ['the token', () => forgetToken('d')],
    ['everything', forgetAllCredentials],
  ])('an answer that was asked for before %s was forgotten is not kept after it', (_what, forget) => {
    const asked = { at: NOW, epoch: cacheEpoch() }
    forget()
    keepAnswer('d', ISSUER, answerFor('g'), asked, CACHE_MS)
    expect(isKept('d', NOW)).toBe(false)
    keep('d', answerFor('g'))
    expect(isKept('d', NOW)).toBe(true)
  })
})
