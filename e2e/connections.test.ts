// *My connections* against the real authorization server: one's own grants, and their end (product.md §5).
import { describe, expect, it } from 'vitest'
import { CookieJar } from '../examples/demo/cookie-jar.ts'
import { walk } from '../examples/demo/walk.ts'
import { ada, grace } from './harness/people.ts'
import { signIn, statusAt } from './harness/raw-oauth.ts'
import { sharedStack } from './harness/shared-stack.ts'

const stack = sharedStack()
const server = stack.server('support-assistant')
const base = `${stack.origin}/api/v1/session/connections`
const query = `gatewayId=${stack.gatewayId}`

interface Listed {
  identity: { email: string }
  connections: { id: string; state: string; server: { mcpUrl: string } | null }[]
}

/** A browser that is signed in to its connections. */
async function open(person: typeof ada | typeof grace): Promise<CookieJar> {
  const jar = new CookieJar()
  const start = new URL(`${base}/sign-in?${query}&returnTo=/done`)
  await walk(start, { person, redirectUri: `${stack.origin}/done`, jar })
  return jar
}

function ask(jar: CookieJar, method: string, path = ''): Promise<Response> {
  const headers = { cookie: jar.header(new URL(base)) ?? '', origin: stack.origin }
  return fetch(`${base}${path}?${query}`, { method, headers })
}

async function list(jar: CookieJar): Promise<Listed> {
  const response = await ask(jar, 'GET')
  expect(response.status).toBe(200)
  return (await response.json()) as Listed
}

describe('My connections', () => {
  it('shows and ends one’s own grants, and nobody else’s', async () => {
    const mine = await signIn(server, ada)
    const hers = await signIn(server, grace)
    const jar = await open(ada)
    const { identity, connections } = await list(jar)
    expect(identity.email).toBe(ada.email)
    const all = await stack.admin.get<{ grants: { id: string; identity: { email: string } }[] }>(
      `/grants?gatewayId=${stack.gatewayId}&limit=200`,
    )
    const own = all.grants.filter((grant) => grant.identity.email === ada.email).map(({ id }) => id)
    expect(own).toEqual(expect.arrayContaining(connections.map(({ id }) => id)))
    expect(connections.length).toBeGreaterThan(0)

    expect(await statusAt(server.mcpUrl, mine.tokens.access_token)).toBe(200)
    const ended = await ask(jar, 'DELETE')
    expect(ended.status).toBe(200)
    expect(await statusAt(server.mcpUrl, mine.tokens.access_token)).toBe(401)
    expect(await statusAt(server.mcpUrl, hers.tokens.access_token)).toBe(200)
    expect((await list(jar)).connections.every(({ state }) => state === 'revoked')).toBe(true)
  })

  it('asks the authorization server for the identity alone, and keeps no token of it', async () => {
    const before = await stack.admin.get<{ grants: unknown[] }>(
      `/grants?gatewayId=${stack.gatewayId}&limit=200`,
    )
    await open(grace)
    const after = await stack.admin.get<{ grants: unknown[] }>(
      `/grants?gatewayId=${stack.gatewayId}&limit=200`,
    )
    expect(after.grants).toHaveLength(before.grants.length)
  })
})
