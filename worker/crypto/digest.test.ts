import { expect, test, vi } from 'vitest'
import { isEqualSecret, sha256, sha256Base64url } from './digest.ts'
import { randomId, randomToken } from './random-id.ts'

test('secrets are equal when every character is, and only then', async () => {
  const secret = 'bootstrap-secret-bootstrap-secret'
  expect(await isEqualSecret(secret, secret)).toBe(true)
  const others = [
    '',
    secret.slice(1),
    `${secret} `,
    ` ${secret}`,
    secret.toUpperCase(),
    `${secret.slice(0, -1)}T`,
    '\u0000',
  ]
  for (const other of others) expect.soft(await isEqualSecret(other, secret), other).toBe(false)
  expect(await isEqualSecret('', '')).toBe(true)
  expect(await isEqualSecret('é', 'e\u0301')).toBe(false)
})

test('secrets are compared in constant time, on digests of one length', async () => {
  const compare = vi.spyOn(crypto.subtle, 'timingSafeEqual')
  await isEqualSecret('short', 'a much longer secret than the first')
  expect(compare).toHaveBeenCalledOnce()
  const [a, b] = compare.mock.calls[0] as [Uint8Array, Uint8Array]
  expect([a.byteLength, b.byteLength]).toEqual([32, 32])
  compare.mockRestore()
})

test('the stored form of a token is its SHA-256 as base64url without padding', async () => {
  // FIPS 180-2, appendix B.1
  expect([...(await sha256('abc'))].map((byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
  expect(await sha256Base64url('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
  expect(await sha256Base64url(new TextEncoder().encode('abc'))).toBe(await sha256Base64url('abc'))
})

test('ids carry their kind, 128 random bits, and neither colon nor dot', () => {
  const ids = Array.from({ length: 2_000 }, () => randomId('grt'))
  for (const id of ids) expect(id).toMatch(/^grt_[A-Za-z0-9_-]{22}$/)
  expect(new Set(ids).size).toBe(2_000)
  expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(randomToken(16)).toMatch(/^[A-Za-z0-9_-]{22}$/)
})
