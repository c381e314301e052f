// People at the admin plane, end to end: the real Worker, the example authorization server (npm oidc-provider), a walked
// browser; and Cloudflare Access with keys served by a real host (issue 3, part 1).
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AdminApi } from '../cli/admin-api.ts'
import { CookieJar } from '../examples/demo/cookie-jar.ts'
import { askAs, ensureOwner, signIn } from '../examples/demo/sign-in.ts'
import { PERMISSIONS } from '../schema/api/permissions.ts'
import { startAccessTeam, type AccessTeam } from './harness/access-team.ts'
import { ada, grace } from './harness/people.ts'
import { startOwnStack, type OwnStack } from './harness/own-stack.ts'
import { SEEN_SECRETS_FILE } from './harness/keep-secrets.ts'
import { sharedStack } from './harness/shared-stack.ts'

const SESSION_COOKIE = '__Host-limen-session'

async function whoIs(origin: string, jar: CookieJar) {
  const response = await askAs(origin, jar, 'GET', '/session')
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

function sessionOf(origin: string, jar: CookieJar): string {
  return new RegExp(`${SESSION_COOKIE}=([^;]+)`).exec(jar.header(new URL(origin)) ?? '')?.[1] ?? ''
}

describe('signing in at the example authorization server', () => {
  const stack = sharedStack()
  const { origin, admin, issuer } = stack
  /** What only the person or program holds: the canary searches for it. */
  const remember = (...secrets: string[]) =>
    appendFileSync(path.join(stack.stateDirectory, SEEN_SECRETS_FILE), `${secrets.join('\n')}\n`)

  it('says who the person is, and gives no permission by itself', async () => {
    const jar = await signIn(origin, grace)
    remember(sessionOf(origin, jar))
    const { status, body } = await whoIs(origin, jar)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      kind: 'user',
      name: grace.email,
      permissions: [],
      user: { issuer, email: grace.email, emailVerified: true, displayName: 'Grace Hopper' },
    })
    const refused = await askAs(origin, jar, 'GET', '/servers')
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('no member of this deployment')
  })

  it('makes a member of whom an invitation names, with the role it names, until they are removed', async () => {
    const { id, token, link } = await admin.post<{ id: string; token: string; link: string }>(
      '/invitations',
      {
        email: grace.email,
        role: 'developer',
      },
    )
    expect(new URL(link).hash).toBe(`#${token}`)
    const wrong = await askAs(origin, await signIn(origin, ada), 'POST', '/invitations/accept', { token })
    expect(wrong.status).toBe(403)
    const jar = await signIn(origin, grace)
    const accepted = await askAs(origin, jar, 'POST', '/invitations/accept', { token })
    expect(accepted.status).toBe(200)
    const { member } = (await accepted.json()) as { member: { id: string; version: number } }
    expect((await askAs(origin, jar, 'GET', '/servers')).status).toBe(200)
    const refused = await askAs(origin, jar, 'GET', '/audit')
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('audit.read')])
    expect((await askAs(origin, jar, 'POST', '/invitations/accept', { token })).status).toBe(404)
    const { invitations } = await admin.get<{ invitations: { id: string; state: string }[] }>(
      '/invitations?state=all',
    )
    expect(invitations.find((invitation) => invitation.id === id)?.state).toBe('accepted')
    await admin.delete(`/members/${member.id}`, member.version)
    expect((await whoIs(origin, jar)).status).toBe(401)
    remember(token.slice('lmn_inv_'.length), sessionOf(origin, jar))
  })

  it('gives each browser a session of its own, which ends alone or with all others', async () => {
    const [first, second, third] = [
      await signIn(origin, grace),
      await signIn(origin, grace),
      await signIn(origin, grace),
    ]
    const list = await askAs(origin, first, 'GET', '/session/all')
    const { sessions } = (await list.json()) as { sessions: { id: string; isCurrent: boolean }[] }
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
    expect((await askAs(origin, second, 'DELETE', '/session')).status).toBe(200)
    expect((await whoIs(origin, second)).status).toBe(401)
    expect((await whoIs(origin, third)).status).toBe(200)
    expect((await askAs(origin, first, 'DELETE', '/session/all')).status).toBe(200)
    expect((await whoIs(origin, third)).status).toBe(401)
  })

  it('writes only from a page of Limen', async () => {
    const jar = await signIn(origin, grace)
    const url = new URL(`${origin}/api/v1/session`)
    const cookie = jar.header(url) ?? ''
    for (const headers of [
      { cookie },
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: 'null' },
    ]) {
      expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(403)
    }
    expect((await whoIs(origin, jar)).status).toBe(200)
  })

  it('gives programs keys with chosen permissions, which end when they are revoked', async () => {
    const body = { name: 'e2e', permissions: ['servers.read'] }
    const { id, key } = await admin.post<{ id: string; key: string }>('/api-keys', body)
    const program = new AdminApi(admin.baseUrl, key)
    await expect(program.get('/servers')).resolves.toBeTruthy()
    await expect(program.get('/gateways')).rejects.toThrow(/403.*gateways\.read/)
    const { lastUsedAt } = await admin.get<{ lastUsedAt: number | null }>(`/api-keys/${id}`)
    expect(lastUsedAt).not.toBeNull()
    const revoked = await fetch(`${admin.baseUrl}/api-keys/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${stack.secrets.adminSecret}` },
    })
    expect(revoked.status).toBe(200)
    await expect(program.get('/servers')).rejects.toThrow(/401/)
    remember(key)
  })
})

describe('a new deployment', () => {
  let stack: OwnStack
  let team: AccessTeam

  beforeAll(async () => {
    team = await startAccessTeam()
    stack = await startOwnStack({ variables: team.variables })
  })
  afterAll(async () => {
    await stack.dispose()
    team.stop()
  })

  it('gets its first Owner by the bootstrap secret, which ends with that; an API key serves on', async () => {
    const file = path.join(stack.stateDirectory, 'secrets.json')
    expect(await methods()).toMatchObject({
      bootstrap: true,
      cloudflareAccess: true,
      oidc: { issuer: stack.issuer },
    })
    const owned = await ensureOwner(stack, file)
    expect(await methods()).toMatchObject({ bootstrap: false })
    await expect(stack.admin.get('/servers')).rejects.toThrow(/401.*first Owner/)
    const session = await owned.admin.get<{ permissions: string[] }>('/session')
    expect(session.permissions).toEqual([...PERMISSIONS])
    const { members } = await owned.admin.get<{ members: { email: string; role: string }[] }>('/members')
    expect(members).toMatchObject([{ email: ada.email, role: 'owner' }])
    // A second start finds both again.
    const secrets = { ...stack.secrets, adminKey: owned.adminSecret }
    expect((await ensureOwner({ ...stack, secrets }, file)).adminSecret).toBe(owned.adminSecret)
    const jar = await signIn(stack.origin, ada)
    expect((await whoIs(stack.origin, jar)).body).toMatchObject({ kind: 'member', role: 'owner' })
    expect((await askAs(stack.origin, jar, 'GET', '/members')).status).toBe(200)
  })

  const colleague = { subject: 'access-grace', email: grace.email }

  it('recognises people whom Cloudflare Access signed in, by keys that the team serves', async () => {
    const ask = async (assertion: string) => {
      const response = await fetch(`${stack.origin}/api/v1/session`, {
        headers: { 'cf-access-jwt-assertion': assertion },
      })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    const good = await ask(await team.assertionOf(colleague))
    expect(good.body, JSON.stringify(good)).toMatchObject({
      kind: 'user',
      user: {
        issuer: team.origin,
        subject: 'access-grace',
        method: 'cloudflare_access',
        emailVerified: true,
      },
    })
    expect((await ask(await team.assertionOf(colleague, { aud: ['another-application'] }))).status).toBe(401)
    expect(
      (await ask(await team.assertionOf(colleague, { iss: 'https://evil.cloudflareaccess.com' }))).status,
    ).toBe(401)
    const foreign = await generateKeyPair('RS256')
    expect((await ask(await team.assertionOf(colleague, {}, foreign.privateKey))).status).toBe(401)
  })

  async function methods(): Promise<unknown> {
    return (await fetch(`${stack.origin}/api/v1/sign-in`)).json()
  }
})
