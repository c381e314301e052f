// What the dashboard's settings say of a deployment: facts of its variables, and no secret.
import { describe, expect, it } from 'vitest'
import { deployment } from '../../../schema/api/deployment.ts'
import { ADMIN_SECRET, admin, testEnv } from '../../testing/admin-client.ts'

const { DB } = testEnv

describe('what a deployment says of itself', () => {
  it('is what its variables say', async () => {
    const env = {
      ...testEnv,
      ORGANIZATION_DOMAINS: 'engines.example',
      LOG_CALL_RETENTION_DAYS: '7',
      OIDC_ISSUER: 'https://login.test.dev',
      OIDC_CLIENT_ID: 'limen',
      OIDC_CLIENT_SECRET: 'secret-of-the-sign-in',
    }
    const { status, body, text } = await admin('GET', '/deployment', { env })
    expect(status, text).toBe(200)
    expect(body).toMatchObject({
      publicOrigin: env.PUBLIC_ORIGIN,
      signIn: { oidcIssuer: 'https://login.test.dev', cloudflareAccessTeam: null },
      organizationDomains: ['engines.example'],
      retention: { callDays: 7, auditDays: 400 },
    })
    expect(deployment.strict().safeParse(body).error).toBeUndefined()
  })

  it('has no secret in it', async () => {
    const env = { ...testEnv, OIDC_CLIENT_SECRET: 'secret-of-the-sign-in' }
    const { text } = await admin('GET', '/deployment', { env })
    for (const secret of [ADMIN_SECRET, testEnv.MASTER_KEYS ?? 'unset', 'secret-of-the-sign-in'])
      expect(text).not.toContain(secret)
  })

  it('names master keys that were used and are gone, to who may report them', async () => {
    await DB.prepare(
      "INSERT OR REPLACE INTO key_checks (key_id, check_value, created_at) VALUES ('k_gone', 'x', 1)",
    ).run()
    const told = await admin('GET', '/deployment', { permissions: ['servers.read', 'settings.write'] })
    expect(told.body['masterKeys']).toMatchObject({ missing: ['k_gone'] })
    const { MASTER_KEYS: _unset, ...without } = testEnv
    const unset = await admin('GET', '/deployment', { env: without })
    expect(unset.body['masterKeys']).toMatchObject({ present: [] })
    const others = await admin('GET', '/deployment', { permissions: ['servers.read'] })
    expect(others.body['masterKeys']).toBeNull()
    await DB.prepare("DELETE FROM key_checks WHERE key_id = 'k_gone'").run()
  })
})
