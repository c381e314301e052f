// Embedded exchange through the whole Worker (product.md §5, M4, M8, O3): metadata, token endpoint, MCP door, runtime.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { servers } from '../../schema/tables/servers.ts'
import { forgetAllSnapshots } from '../edge/load-snapshot.ts'
import { forgetAllCredentials } from '../oauth/credential/credential-cache.ts'
import { knock, visit } from '../testing/door.ts'
import {
  ACCESS_TOKEN,
  APP_ORIGIN,
  APP_SECRET,
  createEmbeddingWorld,
  EXCHANGE,
  type EmbeddingWorld,
} from '../testing/embedding-world.ts'
import { headerOf, startRun, type RuntimeRun } from '../testing/hostile-runtime.ts'
import { env, OAuthWorld, type Which } from '../testing/oauth-world.ts'

vi.setConfig({ testTimeout: 30_000 })
beforeEach(() => {
  forgetAllCredentials()
  forgetAllSnapshots()
})

async function metadataOf(world: OAuthWorld, which: Which): Promise<Record<string, unknown>> {
  const response = await visit(`${world.surface(which).issuer}/.well-known/oauth-authorization-server`)
  return response.json()
}

async function exchangeAt({ world, app, subjectToken }: EmbeddingWorld, which: Which, headers = {}) {
  const form = {
    grant_type: EXCHANGE,
    client_id: app.id,
    client_secret: APP_SECRET,
    subject_token: await subjectToken(),
    subject_token_type: ACCESS_TOKEN,
  }
  return visit(world.surface(which).tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  })
}

/** The world's server `a` with a runtime that keeps a ledger. */
async function withRuntime(embedding: EmbeddingWorld): Promise<RuntimeRun> {
  const runtime = startRun()
  await drizzle(env.DB)
    .update(servers)
    .set({ runtimeUrl: runtime.url, version: 2 })
    .where(eq(servers.id, embedding.world.snapshot('a').server.id))
  forgetAllSnapshots()
  return runtime
}

const answer = (result: string, headers: Record<string, string> = {}, status = 200) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  chunks: [{ text: `{"jsonrpc":"2.0","id":{{id}},"result":${result}}` }],
})

async function exchangedToken(embedding: EmbeddingWorld, subject: string): Promise<string> {
  const response = await embedding.exchange(subject)
  return (await response.json<{ access_token: string }>()).access_token
}

describe('metadata', () => {
  it.each(['a', 'host'] as const)(
    'lists the exchange where an app may do it, and it works there: %s',
    async (which) => {
      const embedding = await createEmbeddingWorld()
      const metadata = await metadataOf(embedding.world, which)
      expect(metadata['grant_types_supported']).toEqual(['authorization_code', 'refresh_token', EXCHANGE])
      expect((await exchangeAt(embedding, which)).status).toBe(200)
    },
  )

  it('lists it nowhere else, and there it is not supported', async () => {
    await createEmbeddingWorld()
    const world = await OAuthWorld.create()
    expect((await metadataOf(world, 'a'))['grant_types_supported']).not.toContain(EXCHANGE)
  })
})

describe('a call with an exchanged token', () => {
  it('reaches the runtime with the user’s own token, and nothing of Limen’s', async () => {
    const embedding = await createEmbeddingWorld()
    const runtime = await withRuntime(embedding)
    await runtime.script(answer('{}'))
    const subject = await embedding.subjectToken()
    const token = await exchangedToken(embedding, subject)
    const mcpUrl = embedding.world.surface('a').resource
    expect((await knock({ mcpUrl }, { token })).status).toBe(200)
    const [entry] = await runtime.ledger()
    expect(entry && headerOf(entry, 'x-gateway-access-token')).toBe(subject)
    expect(JSON.stringify(entry)).not.toContain(token)
  })

  it('ends with a 401 invalid_token of the runtime: asked once, then a new sign-in (M4)', async () => {
    const embedding = await createEmbeddingWorld()
    const runtime = await withRuntime(embedding)
    await runtime.script(answer('{}', { 'www-authenticate': 'Bearer error="invalid_token"' }, 401))
    const token = await exchangedToken(embedding, await embedding.subjectToken())
    const mcpUrl = embedding.world.surface('a').resource
    const refused = await knock({ mcpUrl }, { token })
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"')
    expect((await knock({ mcpUrl }, { token })).status).toBe(401)
    expect(await runtime.ledger()).toHaveLength(1)
    expect(await embedding.world.sql((sql) => sql.exec('SELECT * FROM embedded_tokens').toArray())).toEqual(
      [],
    )
  })

  it('ends with a result that says so, for the next call (M4)', async () => {
    const embedding = await createEmbeddingWorld()
    const runtime = await withRuntime(embedding)
    await runtime.script(answer('{"_meta":{"limen/downstream":"invalid_token"}}'))
    const token = await exchangedToken(embedding, await embedding.subjectToken())
    const mcpUrl = embedding.world.surface('a').resource
    expect((await knock({ mcpUrl }, { token })).status).toBe(200)
    expect((await knock({ mcpUrl }, { token })).status).toBe(401)
  })

  it('survives a bare 401: that is a fault of the runtime, not of the user’s token (M4)', async () => {
    const embedding = await createEmbeddingWorld()
    const runtime = await withRuntime(embedding)
    await runtime.script(answer('{}', {}, 401), answer('{}'))
    const token = await exchangedToken(embedding, await embedding.subjectToken())
    const mcpUrl = embedding.world.surface('a').resource
    expect((await knock({ mcpUrl }, { token })).status).toBe(502)
    expect((await knock({ mcpUrl }, { token })).status).toBe(200)
  })

  it('may come from the app’s own pages, and from no stranger’s (M8)', async () => {
    const embedding = await createEmbeddingWorld()
    const runtime = await withRuntime(embedding)
    await runtime.script(answer('{}'))
    const token = await exchangedToken(embedding, await embedding.subjectToken())
    const mcpUrl = embedding.world.surface('a').resource
    const from = async (origin: string) => (await knock({ mcpUrl }, { token, headers: { origin } })).status
    expect([await from(APP_ORIGIN), await from('https://evil.test.dev')]).toEqual([200, 403])
    const other = await OAuthWorld.create()
    const elsewhere = await knock(
      { mcpUrl: other.surface('a').resource },
      { headers: { origin: APP_ORIGIN } },
    )
    expect(elsewhere.status).toBe(403)
  })
})
