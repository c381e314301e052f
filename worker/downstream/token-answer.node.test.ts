import { describe, expect, it } from 'vitest'
import { gatewayRow } from '../testing/rows.ts'
import { parseTokenAnswer } from './token-answer.ts'

const NOW = 1_800_000_000_000
const HOUR = 3_600
const DAY = 24 * HOUR

function expiryOf(expiresIn: unknown, { isRenewable }: { isRenewable: boolean }): number | null {
  const body = { access_token: 'at', token_type: 'Bearer', expires_in: expiresIn }
  const answer = parseTokenAnswer(body, {
    gateway: gatewayRow(),
    asked: ['tickets.read'],
    hasRefreshToken: isRenewable,
    now: NOW,
  })
  if (answer.kind !== 'usable' || answer.tokens.accessExpiresAt === null) return null
  return (answer.tokens.accessExpiresAt - NOW) / 1_000
}

describe('the type of an access token (RFC 6749 §7.1)', () => {
  it.each([
    ['Bearer', 'usable'],
    ['bearer', 'usable'],
    [undefined, 'usable'],
    ['DPoP', 'useless'],
    ['mac', 'useless'],
    [7, 'useless'],
  ])('%s → %s', (type, kind) => {
    const context = { gateway: gatewayRow(), asked: ['tickets.read'], hasRefreshToken: true, now: NOW }
    expect(parseTokenAnswer({ access_token: 'at', token_type: type }, context).kind).toBe(kind)
  })
})

describe('the end of an access token (D5)', () => {
  it.each([
    [HOUR, HOUR],
    ['3600', HOUR],
    [30 * DAY, DAY],
    [undefined, 300],
    ['soon', 300],
    [-5, 0],
    [0.0004, 0],
  ])('expires_in %s of a token that can be renewed counts as %s s', (given, counted) => {
    expect(expiryOf(given, { isRenewable: true })).toBe(counted)
  })

  it.each([
    [HOUR, HOUR],
    [30 * DAY, 30 * DAY],
    [400 * DAY, 400 * DAY],
    [1e300, 36_500 * DAY],
    ['Infinity', 36_500 * DAY],
    [undefined, null],
  ])('P1: expires_in %s of a token without a refresh token counts as %s s', (given, counted) => {
    expect(expiryOf(given, { isRenewable: false })).toBe(counted)
  })
})
