// The library through the admin API: searching, installing, and what an install still needs.
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '../../library/catalogue.ts'
import { createGateway, createServer, pathsOf } from '../../testing/admin-builders.ts'
import { admin, type AdminAnswer } from '../../testing/admin-client.ts'
import { fakeDownstream } from '../../testing/fake-downstream.ts'

const LINEAR = 'https://mcp.linear.app/mcp'
const { DB } = env as unknown as { DB: D1Database }

interface Entry {
  id: string
  action: string
  installed: { slug: string }[]
}

function idsOf({ body }: AdminAnswer): string[] {
  return (body['entries'] as Entry[]).map(({ id }) => id)
}

/** A Gateway whose tokens are for this resource. */
function gatewayFor(resource: string | null) {
  return createGateway({ resource, authorizationServerUrl: `${fakeDownstream().first}/good` })
}

async function install(
  id: string,
  body: Record<string, unknown>,
  permissions?: readonly 'library.install'[],
) {
  // Publishers are outside: no test asks them.
  return admin('POST', `/library/${id}/install`, {
    body: { lookUp: false, ...body },
    ...(permissions ? { permissions } : {}),
  })
}

describe('the list', () => {
  it('pages through every entry once', async () => {
    const seen: string[] = []
    let cursor: unknown = null
    do {
      const page = await admin(
        'GET',
        `/library?limit=20${cursor === null ? '' : `&cursor=${String(cursor)}`}`,
      )
      expect(page.body['total']).toBe(CATALOGUE.length)
      seen.push(...idsOf(page))
      cursor = page.body['cursor']
    } while (cursor !== null)
    expect(seen.length).toBe(CATALOGUE.length)
    expect(new Set(seen)).toEqual(new Set(CATALOGUE.map(({ id }) => id)))
  })

  it('searches and filters, and refuses a cursor of another list', async () => {
    expect(idsOf(await admin('GET', '/library?q=JIRA'))).toEqual(['lib_atlassian'])
    expect(idsOf(await admin('GET', '/library?authMode=api_key&tag=maps'))).toEqual(['lib_google-maps'])
    expect(pathsOf(await admin('GET', '/library?cursor=MTIuMw'))).toEqual(['cursor'])
    expect(pathsOf(await admin('GET', '/library?authMode=magic'))).toEqual(['authMode'])
    expect((await admin('GET', '/library/lib_nothing')).status).toBe(404)
  })

  it.each([
    [['servers.read', 'library.install'], 'set_up', 'install'],
    [['servers.read', 'library.request'], 'request', 'request'],
    [['servers.read'], 'none', 'none'],
  ] as const)(
    'offers to somebody with %j: %s for OAuth, %s without credentials',
    async (permissions, oauth, none) => {
      const linear = await admin('GET', '/library/lib_linear', { permissions })
      expect(linear.body['action']).toBe(oauth)
      expect((await admin('GET', '/library/lib_deepwiki', { permissions })).body['action']).toBe(none)
    },
  )

  it('offers the recipes for common authorization servers', async () => {
    const { body } = await admin('GET', '/library/recipes')
    const recipes = body['recipes'] as { provider: string; identity: { claims: { subject: string } } }[]
    const entra = recipes.find(({ provider }) => provider === 'entra')
    expect(entra?.identity.claims.subject).toBe('oid')
  })
})

describe('an import', () => {
  const document = {
    name: 'com.example/tickets',
    description: 'Tickets of the help desk',
    version: '1.2.0',
    surprise: true,
    remotes: [{ type: 'streamable-http', url: 'https://mcp.example.com/mcp' }],
    packages: [{ registryType: 'npm', identifier: 'tickets', transport: { type: 'stdio' } }],
  }

  it('answers drafts with a free slug, what cannot be used and what was not understood; it saves nothing', async () => {
    await createServer({ slug: 'tickets' })
    const before = await DB.prepare('SELECT count(*) AS n FROM servers').first('n')
    const { status, body } = await admin('POST', '/library/import', { body: { document } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      drafts: [{ slug: 'tickets-2', runtimeUrl: 'https://mcp.example.com/mcp' }],
      unusable: [{ path: 'packages.0' }],
      unknownFields: ['surprise'],
    })
    expect(await DB.prepare('SELECT count(*) AS n FROM servers').first('n')).toBe(before)
  })

  it('is refused at the fields of the document that are wrong', async () => {
    const refused = await admin('POST', '/library/import', {
      body: { document: { ...document, name: 'tickets' } },
    })
    expect(refused.status).toBe(422)
    expect(pathsOf(refused)).toEqual(['document.name'])
    expect(pathsOf(await admin('POST', '/library/import', { body: document }))).toContain('document')
  })
})

describe('an install', () => {
  it('answers what is still needed, with both forms filled in, and makes nothing', async () => {
    const before = await DB.prepare('SELECT count(*) AS n FROM servers').first('n')
    const answer = await install('lib_linear', {})
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      state: 'needs_setup',
      needs: [{ kind: 'gateway', field: 'gatewayId' }],
      serverDraft: { slug: 'linear', runtimeUrl: LINEAR, accessTokenHeader: 'authorization' },
      gatewayDraft: { resource: LINEAR, authorizationServerUrl: 'https://mcp.linear.app' },
      gateways: [],
    })
    expect(await DB.prepare('SELECT count(*) AS n FROM servers').first('n')).toBe(before)
    expect((await install('lib_google-maps', {})).body['needs']).toMatchObject([
      { kind: 'key_owner' },
      { kind: 'api_key' },
    ])
  })

  it('makes a server with its attachment at once, under a free slug, audited, and shows it in the list', async () => {
    const gateway = await gatewayFor(LINEAR)
    expect((await install('lib_linear', {})).body['gateways']).toMatchObject([{ id: gateway.id }])
    const [first, second] = [
      await install('lib_linear', { gatewayId: gateway.id, scopes: ['tickets.read'] }),
      await install('lib_linear', { gatewayId: gateway.id, name: 'Linear' }),
    ]
    expect(first.status, first.text).toBe(201)
    expect(first.headers.get('etag')).toBe('"1"')
    expect(first.body['server']).toMatchObject({
      slug: 'linear',
      runtimeUrl: LINEAR,
      accessTokenHeader: 'authorization',
      workerSecretSet: false,
      attachment: { gatewayId: gateway.id, scopes: ['tickets.read'] },
    })
    expect(second.body['server']).toMatchObject({ slug: 'linear-2' })
    const { id } = first.body['server'] as { id: string }
    expect((await admin('GET', `/servers/${id}`)).body).toEqual(first.body['server'])
    const audit = await admin('GET', `/audit?resourceId=${id}`)
    expect(audit.body['events']).toMatchObject([{ action: 'server.created' }])
    const attachments = await admin('GET', '/audit?action=attachment.created&limit=1')
    expect(attachments.body['events']).toMatchObject([{ after: { gatewayId: gateway.id } }])
    const listed = await admin('GET', '/library?status=installed')
    expect(
      (listed.body['entries'] as Entry[]).find((entry) => entry.id === 'lib_linear')?.installed,
    ).toMatchObject([{ slug: 'linear' }, { slug: 'linear-2' }])
    expect(idsOf(await admin('GET', '/library?status=available&limit=200'))).not.toContain('lib_linear')
  })

  it('without credentials is ready at once, and asks callers for an access token', async () => {
    const answer = await install('lib_deepwiki', {})
    expect(answer.status, answer.text).toBe(201)
    expect(answer.body['server']).toMatchObject({
      slug: 'deepwiki',
      authMode: 'none',
      open: false,
      workerSecretSet: false,
    })
  })

  it('with a key puts it where the publisher wants it, and never answers it', async () => {
    const answer = await install('lib_google-maps', { keyOwner: 'shared', apiKey: 'canary-maps-key' })
    expect(answer.status, answer.text).toBe(201)
    expect(answer.text).not.toContain('canary')
    expect(answer.body['server']).toMatchObject({
      authMode: 'api_key',
      upstreamKeySet: true,
      upstreamAuth: { placement: 'header', name: 'x-goog-api-key', prefix: '', keyOwner: 'shared' },
    })
    const audit = await admin('GET', '/audit?action=server.created&limit=1')
    expect(audit.text).not.toContain('canary')
    const each = await install('lib_apify', { keyOwner: 'per_user' })
    expect(each.body['server']).toMatchObject({
      upstreamKeySet: false,
      upstreamAuth: { placement: 'bearer', keyOwner: 'per_user' },
    })
  })

  it("never hands a Gateway's tokens to a publisher they are not for", async () => {
    const gateway = await gatewayFor('https://api.test.dev')
    const refused = await install('lib_notion', { gatewayId: gateway.id })
    expect(refused.status).toBe(422)
    expect(pathsOf(refused)).toEqual(['gatewayId'])
    expect(refused.text).toContain('https://mcp.notion.com')
  })

  it('attaches nothing for somebody who may install but not attach', async () => {
    const gateway = await gatewayFor('https://mcp.sentry.dev/mcp')
    const refused = await install('lib_sentry', { gatewayId: gateway.id }, ['library.install'])
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('gateways.attach')
    expect((await install('lib_sentry', {}, ['library.install'])).body['state']).toBe('needs_setup')
  })

  it.each([
    ['lib_linear', { gatewayId: 'gw_nothing' }, ['gatewayId']],
    ['lib_linear', { apiKey: 'k' }, ['apiKey']],
    ['lib_linear', { scopes: ['a'] }, ['scopes']],
    ['lib_deepwiki', { gatewayId: 'gw_1', keyOwner: 'shared' }, ['gatewayId', 'keyOwner']],
    ['lib_apify', { keyOwner: 'per_user', apiKey: 'k' }, ['apiKey']],
    ['lib_linear', { slug: 'API' }, ['slug']],
    ['lib_linear', { runtimeUrl: 'https://evil.example' }, ['runtimeUrl']],
  ])('of %s with %j is refused beside the field', async (id, body, paths) => {
    const refused = await install(id, body)
    expect(refused.status).toBe(422)
    expect(pathsOf(refused)).toEqual(paths)
  })

  it('under a slug that the caller chose and another server has is refused, not renamed', async () => {
    const gateway = await gatewayFor('https://mcp.webflow.com/mcp')
    const body = { gatewayId: gateway.id, slug: 'site' }
    expect((await install('lib_webflow', body)).status).toBe(201)
    const refused = await install('lib_webflow', body)
    expect(refused.status).toBe(409)
    expect(pathsOf(refused)).toEqual(['slug'])
  })

  it('of the same entry three times at once gives three slugs', async () => {
    const gateway = await gatewayFor('https://mcp.wix.com/mcp')
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => install('lib_wix', { gatewayId: gateway.id })),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    const slugs = answers.map(({ body }) => (body['server'] as { slug: string }).slug)
    expect(new Set(slugs).size).toBe(3)
  })
})
