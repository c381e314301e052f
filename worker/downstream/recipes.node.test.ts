import { describe, expect, it } from 'vitest'
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { gatewayRow } from '../testing/rows.ts'
import type { DownstreamProfile } from './contract.ts'
import { recipeOf, recipes, type Provider } from './recipes.ts'
import { requestRefresh } from './request-refresh.ts'
import { parseGrantedScopes } from './scopes.ts'
import { startAuthorization } from './start-authorization.ts'

function profile(row: Partial<GatewayRow>): DownstreamProfile {
  return {
    gateway: gatewayRow({ resource: 'https://api.test.dev', audience: 'api-audience', ...row }),
    endpoints: {
      issuer: 'https://as.test.dev',
      authorization_endpoint: 'https://as.test.dev/authorize',
      token_endpoint: 'https://as.test.dev/token',
    },
    clientId: 'limen',
    clientSecret: null,
    redirectUri: 'https://limen.test.dev/g/gw_test/callback',
    allowPrivateTargets: false,
    ownOrigins: [],
  }
}

const discovery = (metadata: Record<string, unknown>) => ({ at: 0, url: null, metadata, findings: [] })

/** What a sign-in and a refresh say to this provider. */
async function wireOf(row: Partial<GatewayRow>) {
  const of = profile(row)
  const { location } = await startAuthorization(of, { state: 's', scopes: ['tickets.read'] })
  let refresh = new URLSearchParams()
  await requestRefresh(
    of,
    { refreshToken: 'rt', scopes: ['tickets.read'] },
    {
      now: () => 0,
      send: async (_url, init) => {
        refresh = new URLSearchParams(String(init.body))
        return new Response('', { status: 500 })
      },
    },
  )
  return {
    authorize: Object.fromEntries(new URL(location).searchParams),
    refresh: Object.fromEntries(refresh),
  }
}

const OIDC = 'tickets.read openid profile email offline_access'

describe('recipes: what each provider is told, at the sign-in and at every refresh (D5)', () => {
  it('auth0: audience, never resource; organizations in org_id', async () => {
    const { authorize, refresh } = await wireOf({ provider: 'auth0' })
    expect(authorize).toMatchObject({ audience: 'api-audience', scope: OIDC })
    expect(authorize['resource']).toBeUndefined()
    expect(refresh).toMatchObject({ audience: 'api-audience' })
    expect(refresh['scope']).toBeUndefined()
    expect(recipeOf('auth0').issuerOf('https://x.auth0.com')).toBe('https://x.auth0.com/')
    expect(recipeOf('auth0').identity.claims.organization).toBe('org_id')
    const onlyResource = await wireOf({ provider: 'auth0', audience: null })
    expect(onlyResource.authorize['audience']).toBe('https://api.test.dev')
  })

  it('entra: the API in front of each scope, also at a refresh, and neither parameter; oid + tid, e-mail never trusted', async () => {
    const row = { provider: 'entra', resource: 'api://todo' } as const
    const { authorize, refresh } = await wireOf(row)
    const scope = 'api://todo/tickets.read openid profile email offline_access'
    expect(authorize).toMatchObject({ scope })
    expect(refresh).toMatchObject({ scope })
    for (const said of [authorize, refresh]) {
      expect(said['resource']).toBeUndefined()
      expect(said['audience']).toBeUndefined()
    }
    const { identity, issuerFault } = recipeOf('entra')
    expect(identity).toMatchObject({ claims: { subject: 'oid', organization: 'tid' }, emailTrust: 'never' })
    expect(issuerFault('https://login.microsoftonline.com/organizations/v2.0')).toContain('tenant')
    expect(issuerFault('https://login.microsoftonline.com/8f7e/')).toContain('v2.0')
    expect(issuerFault('https://login.microsoftonline.com/8f7e/v2.0')).toBeNull()
    expect(parseGrantedScopes(gatewayRow(row), 'api://todo/tickets.read openid')).toEqual([
      'tickets.read',
      'openid',
    ])
  })

  it.each(['okta', 'keycloak'] as const)(
    '%s: the audience is configured there, no parameter names it',
    async (provider) => {
      const { authorize, refresh } = await wireOf({ provider })
      expect(authorize).toMatchObject({ scope: OIDC })
      for (const said of [authorize, refresh]) {
        expect(said['resource']).toBeUndefined()
        expect(said['audience']).toBeUndefined()
      }
    },
  )

  it.each(['workos', 'sqlos'] as const)('%s: resource on both', async (provider) => {
    const { authorize, refresh } = await wireOf({ provider })
    expect(authorize).toMatchObject({ resource: 'https://api.test.dev', scope: OIDC })
    expect(refresh).toMatchObject({ resource: 'https://api.test.dev' })
    expect(authorize['audience']).toBeUndefined()
  })

  it('manual: both as entered; offline access with prompt=consent only where the server lists it', async () => {
    const plain = await wireOf({ provider: 'manual' })
    expect(plain.authorize).toMatchObject({
      resource: 'https://api.test.dev',
      audience: 'api-audience',
      scope: 'tickets.read openid',
    })
    expect(plain.authorize['prompt']).toBeUndefined()
    const supported = ['openid', 'email', 'offline_access']
    const listed = await wireOf({ provider: 'manual', discovery: discovery({ scopes_supported: supported }) })
    expect(listed.authorize).toMatchObject({
      scope: 'tickets.read openid email offline_access',
      prompt: 'consent',
    })
    // Clients are never offered it, so that an admin who enters it asks for it in everybody's name.
    const entered = await wireOf({ provider: 'manual', scopes: ['tickets.read', 'offline_access'] })
    expect(entered.authorize).toMatchObject({
      scope: 'tickets.read openid offline_access',
      prompt: 'consent',
    })
    const google = await wireOf({
      provider: 'manual',
      discovery: discovery({ issuer: 'https://accounts.google.com' }),
    })
    expect(google.authorize).toMatchObject({ access_type: 'offline', prompt: 'consent' })
    expect(plain.authorize['access_type']).toBeUndefined()
  })

  it('a forced login asks for the account and keeps the refresh token', async () => {
    const forced = async (row: Partial<GatewayRow>) => {
      const { location } = await startAuthorization(profile(row), {
        state: 's',
        scopes: ['tickets.read'],
        forceLogin: true,
      })
      return new URL(location).searchParams.get('prompt')
    }
    const offline = discovery({ scopes_supported: ['openid', 'offline_access'] })
    expect(await forced({ provider: 'manual', discovery: offline })).toBe('login consent')
    expect(await forced({ provider: 'auth0' })).toBe('login')
    expect(await forced({ provider: 'entra' })).toBe('select_account')
    const google = discovery({ issuer: 'https://accounts.google.com' })
    expect(await forced({ provider: 'manual', discovery: google })).toBe('select_account consent')
  })

  it.each(Object.keys(recipes) as Provider[])(
    'a fresh sign-in obliges the provider to say when it asked: %s',
    async (provider) => {
      const { location } = await startAuthorization(profile({ provider }), {
        state: 's',
        scopes: [],
        isFresh: true,
        isIdentityOnly: true,
      })
      const query = new URL(location).searchParams
      expect([query.get('prompt'), query.get('max_age')]).toEqual(['login', '0'])
    },
  )

  it('a sign-in for the identity alone asks for no right at the API and no refresh token', async () => {
    for (const provider of Object.keys(recipes) as Provider[]) {
      const { location } = await startAuthorization(profile({ provider }), {
        state: 's',
        scopes: [],
        isIdentityOnly: true,
      })
      const query = new URL(location).searchParams
      const scopes = (query.get('scope') ?? '').split(' ')
      expect(scopes, provider).toContain('openid')
      expect(scopes, provider).not.toContain('offline_access')
      expect([query.get('access_type'), query.get('prompt')], provider).toEqual([null, null])
    }
  })

  it('every provider has a form and an identity', () => {
    for (const provider of Object.keys(recipes) as Provider[]) {
      const recipe = recipeOf(provider)
      expect(recipe.issuerForm).toMatch(/^https:/)
      expect(recipe.identity.claims.subject).toBeTruthy()
      expect(recipe.forceLogin(gatewayRow({ provider }))['prompt']).toBeTruthy()
    }
  })
})
