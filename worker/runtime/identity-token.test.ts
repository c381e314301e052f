import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { parseMasterKeys } from '../crypto/master-keys.ts'
import { publicJwks } from '../crypto/signing-key.ts'
import type { Caller } from '../gateway/contract.ts'
import { issueIdentityToken } from './identity-token.ts'

const K1 = `k1:${'A'.repeat(43)}`
const K2 = `k2:${'B'.repeat(42)}A`
const caller = (): Caller => ({
  grantId: 'grt_1',
  userId: 'usr_1',
  identity: {
    issuer: 'https://as.test.dev',
    subject: 'ada',
    organization: 'acme',
    email: 'ada@acme.test',
    emailVerified: true,
    displayName: null,
  },
  clientId: 'cli_1',
  clientName: 'Client',
  clientRegistration: 'preregistered',
  hasLoopbackRedirect: false,
  scopes: [],
})
const input = (keys: string, who: Caller, nowMs = Date.now()) => ({
  keys: parseMasterKeys(keys),
  caller: who,
  issuer: 'https://limen.test/s/support',
  audience: 'https://runtime.test.dev/mcp',
  serverId: 'srv_1',
  nowMs,
})

describe('the identity token', () => {
  it('names the user, the client and the server, and verifies with the published keys', async () => {
    const token = await issueIdentityToken(input(K1, caller()))
    const jwks = createLocalJWKSet(await publicJwks(parseMasterKeys(K1)))
    const { payload } = await jwtVerify(token, jwks, {
      issuer: 'https://limen.test/s/support',
      audience: 'https://runtime.test.dev/mcp',
      algorithms: ['EdDSA'],
    })
    expect(payload).toMatchObject({
      sub: 'ada',
      email: 'ada@acme.test',
      email_verified: true,
      org: 'acme',
      client_id: 'cli_1',
      server: 'srv_1',
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120)
  })

  it('still verifies after a new master key was put first, and fails once the old one is gone', async () => {
    const token = await issueIdentityToken(input(K1, caller()))
    const rotated = createLocalJWKSet(await publicJwks(parseMasterKeys(`${K2},${K1}`)))
    await expect(jwtVerify(token, rotated)).resolves.toBeDefined()
    const gone = createLocalJWKSet(await publicJwks(parseMasterKeys(K2)))
    await expect(jwtVerify(token, gone)).rejects.toThrow()
  })

  it('is reused for the same caller until half of its life is over', async () => {
    const who = caller()
    const now = Date.now()
    const first = await issueIdentityToken(input(K1, who, now))
    expect(await issueIdentityToken(input(K1, who, now + 59_000))).toBe(first)
    expect(await issueIdentityToken(input(K1, who, now + 61_000))).not.toBe(first)
  })
})
