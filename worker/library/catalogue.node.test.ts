import { describe, expect, it } from 'vitest'
import { catalogueEntry } from '../../schema/api/library.ts'
import { recipes } from '../downstream/recipes.ts'
import { CATALOGUE } from './catalogue.ts'
import { freeSlug, gatewayDraftOf, serverDraftOf, slugOf } from './drafts.ts'
import { pageOf } from './page-of.ts'
import { isOfPublisher, PUBLISHER_ADDRESSES, SHARED_HOSTS } from './publisher-addresses.ts'
import { recipeViews } from './recipe-views.ts'
import { BY_NAME, isMatch, TAGS } from './search-catalogue.ts'

describe('the catalogue', () => {
  it('has at least 40 servers, each with an id and an endpoint of its own, sorted by id', () => {
    const ids = CATALOGUE.map(({ id }) => id)
    expect(ids.length).toBeGreaterThanOrEqual(40)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(CATALOGUE.map(({ url }) => new URL(url).href)).size).toBe(ids.length)
    expect(ids).toEqual(ids.toSorted())
  })

  it.each(CATALOGUE)('$id is well formed', (entry) => {
    expect(catalogueEntry.strict().parse(entry)).toEqual(entry)
    expect(entry.id).toMatch(/^lib_[a-z0-9]+(-[a-z0-9]+)*$/)
    for (const url of [entry.url, entry.documentationUrl, entry.checkedAgainst]) {
      expect(new URL(url).protocol).toBe('https:')
    }
    expect(new URL(entry.url).search + new URL(entry.url).hash).toBe('')
    expect(entry.iconLetter).toMatch(/^[A-Z0-9]$/)
    expect(entry.description).toMatch(/^[A-Z].{15,160}\.$/)
    expect(entry.tags.length).toBeGreaterThan(0)
    expect(entry.tags).toEqual(entry.tags.toSorted())
    expect(entry.apiKey !== null).toBe(entry.authMode === 'api_key')
    expect((entry.apiKey?.placement ?? 'bearer') === 'bearer').toBe((entry.apiKey?.name ?? null) === null)
    expect(entry.clientRegistration !== null).toBe(entry.authMode === 'oauth')
    if (entry.clientRegistration === 'by_hand') expect(entry.note).not.toBeNull()
  })

  it('has each auth mode that can be installed', () => {
    expect(new Set(CATALOGUE.map(({ authMode }) => authMode))).toEqual(new Set(['oauth', 'api_key', 'none']))
  })

  it('counts its tags, the most used first', () => {
    expect(TAGS.map(({ count }) => count)).toEqual(TAGS.map(({ count }) => count).toSorted((a, b) => b - a))
    expect(TAGS.find(({ tag }) => tag === 'crm')?.count).toBe(2)
  })
})

describe('the facts of an entry', () => {
  const places = Object.values(PUBLISHER_ADDRESSES).flat()

  it.each(CATALOGUE)('$id were read where its publisher speaks, and so is its documentation', (entry) => {
    const { publisher, checkedAgainst, documentationUrl } = entry
    expect({ checkedAgainst, own: isOfPublisher(publisher, checkedAgainst) }).toMatchObject({ own: true })
    expect({ documentationUrl, own: isOfPublisher(publisher, documentationUrl) }).toMatchObject({ own: true })
  })

  it('cannot be vouched for by a list: each address belongs to one publisher, and none is open to everybody', () => {
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([])
    expect(Object.keys(PUBLISHER_ADDRESSES).toSorted()).toEqual(
      [...new Set(CATALOGUE.map(({ publisher }) => publisher))].toSorted(),
    )
    for (const place of places) {
      const [host = '', ...account] = place.split('/')
      expect(new URL(`https://${place}`).host).toBe(host)
      expect(account.length).toBe(SHARED_HOSTS.has(host) ? 1 : 0)
      expect(account).not.toContain('')
    }
    // Hosts of many accounts that are not in SHARED_HOSTS may not be used at all.
    expect(
      places.filter((place) => /(?:gitlab\.com|github\.io|githubusercontent\.com|npmjs\.com)$/.test(place)),
    ).toEqual(['docs.gitlab.com'])
  })

  it.each([
    'https://github.com/topos-sh/topos/blob/main/web/app/lib/mcp/curated.server.ts',
    'https://github.com/jaw9c/awesome-remote-mcp-servers/blob/main/README.md',
    'https://github.com/stacklok/toolhive-registry/blob/main/registries/official/servers/slack-remote/server.json',
    'https://github.com/modelcontextprotocol/servers/blob/main/README.md',
    'https://registry.modelcontextprotocol.io/v0/servers',
    'https://glama.ai/mcp/servers/github/github-mcp-server',
    'https://raw.githubusercontent.com/github/github-mcp-server/main/README.md',
    'https://github.com/github-evil/github-mcp-server',
    'https://github.com',
    'https://evil-linear.app/docs/mcp',
    'https://linear.app.evil.test/docs/mcp',
    'https://linear.app:8443/docs/mcp',
    'http://linear.app/docs/mcp',
  ])('are not the word of a publisher at %s', (address) => {
    expect(Object.keys(PUBLISHER_ADDRESSES).filter((publisher) => isOfPublisher(publisher, address))).toEqual(
      [],
    )
  })
})

describe('a search', () => {
  const ids = (query: Parameters<typeof isMatch>[1]) =>
    BY_NAME.filter((entry) => isMatch(entry, query)).map(({ id }) => id)

  it('finds entries that have every word, whatever its case, in name, publisher, description, tags or host', () => {
    expect(ids({ q: 'LINEAR' })).toContain('lib_linear')
    expect(ids({ q: 'api.githubcopilot.com' })).toEqual(['lib_github'])
    expect(ids({ q: 'postgres migrations' })).toEqual(['lib_neon'])
    expect(ids({ q: 'postgres nowhere' })).toEqual([])
  })

  it('is narrowed by auth mode and tag', () => {
    expect(ids({ authMode: 'api_key', tag: 'web' })).toEqual(['lib_apify', 'lib_browserbase'])
  })
})

describe('pages', () => {
  it('together hold every entry once, in order, also when an entry of the filter goes between them', () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = pageOf(BY_NAME, BY_NAME, { cursor, limit: 7 })
      seen.push(...(page?.items.map(({ id }) => id) ?? []))
      cursor = page?.cursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(BY_NAME.map(({ id }) => id))
    const first = pageOf(BY_NAME, BY_NAME, { limit: 3 })
    const without = BY_NAME.filter(({ id }) => id !== first?.items[2]?.id)
    const next = pageOf(without, BY_NAME, { cursor: first?.cursor ?? '', limit: 1 })
    expect(next?.items[0]?.id).toBe(BY_NAME[3]?.id)
  })

  it('start with no cursor of another list', () => {
    expect(pageOf(BY_NAME, BY_NAME, { cursor: 'bGliX25vcGU', limit: 5 })).toBeUndefined()
    expect(pageOf(BY_NAME, BY_NAME, { cursor: '%', limit: 5 })).toBeUndefined()
  })
})

describe('a draft', () => {
  it('sends the token of an OAuth server where its publisher expects it, and asks for a Gateway of that resource', () => {
    const [entry] = CATALOGUE.filter(({ id }) => id === 'lib_linear')
    if (!entry) throw new Error('no entry')
    expect(serverDraftOf(entry, 'linear')).toMatchObject({ accessTokenHeader: 'authorization', apiKey: null })
    expect(gatewayDraftOf(entry, null)).toMatchObject({
      authorizationServerUrl: 'https://mcp.linear.app',
      resource: 'https://mcp.linear.app/mcp',
      registration: 'auto',
    })
  })

  it('of a Gateway follows what the publisher says of its sign-in, and takes nothing that a form would refuse', () => {
    const [entry] = CATALOGUE.filter(({ id }) => id === 'lib_github')
    if (!entry) throw new Error('no entry')
    const found = {
      resource: 'https://api.githubcopilot.com/mcp',
      authorizationServers: ['javascript:alert(1)', 'https://github.com/login/oauth'],
      scopes: ['repo', 'repo', 'not a scope', 'read:org'],
      registration: 'by_hand',
    } as const
    expect(gatewayDraftOf(entry, found)).toEqual({
      name: 'GitHub',
      provider: 'manual',
      authorizationServerUrl: 'https://github.com/login/oauth',
      registration: 'preregistered',
      resource: 'https://api.githubcopilot.com/mcp',
      scopes: ['repo', 'read:org'],
    })
    expect(
      gatewayDraftOf(entry, { ...found, resource: 'http://a.test', registration: 'unknown' }),
    ).toMatchObject({
      resource: entry.url,
      registration: 'preregistered',
    })
  })

  it.each([
    ['Monday.com', 'monday-com'],
    ['  Größe & Übermut ', 'gro-e-ubermut'],
    ['MCP', 'mcp-server'],
    ['💡', 'server'],
    ['a'.repeat(90), 'a'.repeat(55)],
  ])('of %j has the slug %s', (text, slug) => {
    expect(slugOf(text)).toBe(slug)
  })

  it('takes the first free number', () => {
    expect(freeSlug('linear', new Set())).toBe('linear')
    expect(freeSlug('linear', new Set(['linear', 'linear-2', 'linear-4']))).toBe('linear-3')
  })
})

describe('recipes', () => {
  it('are all offered, with the field that names the API of each', () => {
    const views = recipeViews()
    expect(views.map(({ provider }) => provider).toSorted()).toEqual(Object.keys(recipes).toSorted())
    const fieldOf = (provider: string) =>
      views.find((view) => view.provider === provider)?.needs.map(({ field }) => field)
    expect(fieldOf('auth0')).toContain('audience')
    expect(fieldOf('entra')).toContain('resource')
    expect(fieldOf('okta')).not.toContain('resource')
    expect(views.find(({ provider }) => provider === 'entra')?.emailTrusted).toBe(false)
  })
})
