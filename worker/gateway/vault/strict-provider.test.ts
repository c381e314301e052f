// S5 against npm oidc-provider with rotation, over real sockets: it ends the grant of a refresh token that comes twice.
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { openSecret } from '../../crypto/envelope.ts'
import { parseMasterKeys } from '../../crypto/master-keys.ts'
import { discover } from '../../downstream/discover.ts'
import { platformIo } from '../../downstream/io.ts'
import type { Env } from '../../environment.ts'
import { gatewayRow } from '../../testing/rows.ts'
import {
  countTokenRequests,
  isHonoured,
  issueRefreshToken,
  strictProvider,
} from '../../testing/strict-provider.ts'
import { OLD_KEYS } from '../../testing/vault-fixture.ts'
import type { Vault } from './contract.ts'
import { createVault } from './index.ts'

const keys = parseMasterKeys(OLD_KEYS)

interface Bench {
  boot: () => Vault
  grant: () => Promise<string>
  state: (id: string) => { state: string; version: number }
  refreshToken: (id: string) => Promise<string>
}

async function withVault(test: (bench: Bench) => Promise<void>): Promise<void> {
  const { issuer, resource, clientId, clientSecret } = strictProvider()
  const targets = { allowPrivateTargets: true, ownOrigins: [] }
  const { endpoints } = await discover(issuer, { provider: 'manual', ...targets })
  if (!endpoints) throw new Error('discovery found nothing')
  const gateway = gatewayRow({ resource, tokenEndpointAuthMethod: 'client_secret_basic' })
  const profile = {
    gateway,
    endpoints,
    clientId,
    clientSecret,
    redirectUri: 'http://127.0.0.1:1/callback',
    ...targets,
  }
  const { GATEWAY } = env as unknown as Env
  const stub = GATEWAY.getByName(`strict-${crypto.randomUUID()}`)
  await runInDurableObject(stub, async (_object, { storage }) => {
    const boot = () =>
      createVault({
        storage,
        gatewayId: 'gw_test',
        keys: () => keys,
        profile: async () => profile,
        hooks: { endAuthorization: () => {}, record: () => {}, schedule: () => {} },
        waitUntil: () => {},
        io: platformIo,
      })
    const row = (id: string) => storage.sql.exec('SELECT * FROM grants WHERE id = ?', id).one()
    await test({
      boot,
      grant: async () =>
        boot().create({
          attachmentId: 'att_1',
          serverId: 'srv_1',
          authorizationId: crypto.randomUUID(),
          userId: 'usr_1',
          issuerKey: 'att_1:p',
          identity: {
            issuer,
            subject: 'ada',
            organization: null,
            email: null,
            emailVerified: false,
            displayName: null,
          },
          clientId: 'client_1',
          clientName: 'A client',
          redirectUri: 'http://127.0.0.1/callback',
          scopes: ['tickets.read'],
          tokens: {
            accessToken: 'ended',
            accessExpiresAt: Date.now() - 1,
            refreshToken: await issueRefreshToken(),
            scopes: ['tickets.read'],
            idToken: null,
            clientId: null,
          },
        }),
      state: (id) => ({ state: String(row(id)['state']), version: Number(row(id)['version']) }),
      refreshToken: (id) => {
        const place = ['att_1', id, String(row(id)['version']), 'refresh']
        return openSecret(keys, { owner: 'gw_test', place }, String(row(id)['refresh_ct']))
      },
    })
  })
}

it.each([2, 50, 1_000])(
  '%i concurrent calls at expiry: one token request, %i answers, the grant alive there',
  (n) =>
    withVault(async ({ boot, grant, state, refreshToken }) => {
      const id = await grant()
      const before = await countTokenRequests()
      const vault = boot()
      const answers = await Promise.all(Array.from({ length: n }, () => vault.accessToken(id, 10_000)))
      expect(answers.filter((answer) => answer.ok)).toHaveLength(n)
      expect((await countTokenRequests()) - before).toBe(1)
      expect(state(id)).toEqual({ state: 'active', version: 2 })
      expect(await isHonoured(await refreshToken(id))).toBe(true)
    }),
)

it('the oracle can fail: a refresh token that is spent twice ends the grant there', () =>
  withVault(async ({ boot, grant, refreshToken }) => {
    const id = await grant()
    const spent = await refreshToken(id)
    await boot().accessToken(id, 10_000)
    const { issuer, clientId, clientSecret, resource } = strictProvider()
    const response = await platformIo.send(
      `${issuer}/token`,
      {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: spent, resource }),
      },
      { policy: 'configured', allowPrivateTargets: true, ownOrigins: [], timeoutMs: 5_000 },
    )
    expect(response.status).toBe(400)
    await response.body?.cancel()
    expect(await isHonoured(await refreshToken(id))).toBe(false)
  }))

it('nine grants at once: one request each, all alive', () =>
  withVault(async ({ boot, grant, state }) => {
    const ids = await Promise.all(Array.from({ length: 9 }, () => grant()))
    const before = await countTokenRequests()
    const vault = boot()
    const calls = ids.flatMap((id) => Array.from({ length: 10 }, () => vault.accessToken(id, 10_000)))
    const answers = await Promise.all(calls)
    expect(answers.every((answer) => answer.ok)).toBe(true)
    expect((await countTokenRequests()) - before).toBe(9)
    expect(ids.map((id) => state(id).state)).toEqual(ids.map(() => 'active'))
  }))
