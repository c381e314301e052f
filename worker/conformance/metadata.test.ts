// O3: what the metadata says is what the endpoints do. Each field has a proof; a field without one fails the test.
import { createExecutionContext } from 'cloudflare:test'
import { base64url } from 'jose'
import { describe, expect, it } from 'vitest'
import { handleRequest } from '../app.ts'
import { sha256Hex } from '../crypto/digest.ts'
import { clientRow, insertRows } from '../testing/rows.ts'
import { CLIENT_REDIRECT, env, OAuthWorld, VERIFIER, type Which } from '../testing/oauth-world.ts'

type Metadata = Record<string, unknown> & {
  issuer: string
  scopes_supported: string[]
  token_endpoint_auth_methods_supported: string[]
}

const get = (url: string, init: RequestInit = {}) =>
  handleRequest(new Request(url, init), env, createExecutionContext())

async function metadataOf(world: OAuthWorld, which: Which): Promise<Metadata> {
  const { issuer } = world.surface(which)
  const { origin, pathname } = new URL(issuer)
  const suffix = pathname === '/' ? '' : pathname
  const response = await get(`${origin}/.well-known/oauth-authorization-server${suffix}`)
  expect(response.status).toBe(200)
  return response.json<Metadata>()
}

const SECRET = 'secret-of-a-confidential-client-0123456789'

/** A preregistered client of this authentication method; returns its id and what proves it at `url`. */
async function clientFor(world: OAuthWorld, method: string) {
  const id = `${method.replaceAll('_', '-')}-${world.gatewayId}`
  const keys = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const jwksUri = `https://client.test.dev/${id}.json`
  const jwk = (await crypto.subtle.exportKey('jwk', keys.publicKey)) as JsonWebKey
  world.outside.set(jwksUri, () => Response.json({ keys: [{ ...jwk, kid: 'k', alg: 'ES256', use: 'sig' }] }))
  await insertRows(env.DB, {
    clients: [
      clientRow({
        id,
        gatewayId: world.gatewayId,
        redirectUris: [CLIENT_REDIRECT],
        tokenEndpointAuthMethod: method as 'none',
        secretHash: method.startsWith('client_secret') ? await sha256Hex(SECRET) : null,
        jwksUri: method === 'private_key_jwt' ? jwksUri : null,
      }),
    ],
  })
  await world.object().configurationChanged()
  const assertion = async (audience: string) => {
    const part = (value: unknown) => base64url.encode(JSON.stringify(value))
    const now = Math.floor(Date.now() / 1_000)
    const input = `${part({ alg: 'ES256', kid: 'k' })}.${part({ iss: id, sub: id, aud: audience, jti: crypto.randomUUID(), iat: now, exp: now + 60 })}`
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      keys.privateKey,
      new TextEncoder().encode(input),
    )
    return `${input}.${base64url.encode(new Uint8Array(signature))}`
  }
  const proof = async (
    audience: string,
  ): Promise<{ form: Record<string, string>; headers: Record<string, string> }> => {
    switch (method) {
      case 'client_secret_basic':
        return { form: {}, headers: { authorization: `Basic ${btoa(`${id}:${SECRET}`)}` } }
      case 'client_secret_post':
        return { form: { client_id: id, client_secret: SECRET }, headers: {} }
      case 'private_key_jwt':
        return {
          form: {
            client_id: id,
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: await assertion(audience),
          },
          headers: {},
        }
      default:
        return { form: { client_id: id }, headers: {} }
    }
  }
  return { id, proof }
}

/** Redeems a code and revokes its refresh token, with the method under test at both endpoints. */
async function proveAuthMethod(world: OAuthWorld, which: Which, method: string): Promise<void> {
  const client = await clientFor(world, method)
  const { issuer } = world.surface(which)
  const code = await world.code(which, { client_id: client.id })
  const first = await client.proof(issuer)
  const redeemed = await world.post(
    which,
    'token',
    {
      grant_type: 'authorization_code',
      redirect_uri: CLIENT_REDIRECT,
      code_verifier: VERIFIER,
      code,
      ...first.form,
    },
    first.headers,
  )
  expect([method, redeemed.status]).toEqual([method, 200])
  const { refresh_token } = await redeemed.json<{ refresh_token: string }>()
  const second = await client.proof(issuer)
  const revoked = await world.post(which, 'revoke', { token: refresh_token, ...second.form }, second.headers)
  expect([method, revoked.status]).toEqual([method, 200])
  const third = await client.proof(issuer)
  const after = await world.post(
    which,
    'token',
    { grant_type: 'refresh_token', refresh_token, ...third.form },
    third.headers,
  )
  expect([method, after.status]).toEqual([method, 400])
}

type Proof = (world: OAuthWorld, which: Which, metadata: Metadata) => Promise<void>

const proveMethods: Proof = async (world, which, { token_endpoint_auth_methods_supported: methods }) => {
  expect(methods).toContain('none')
  for (const method of methods) await proveAuthMethod(world, which, method)
}

const authorizeError = async (
  world: OAuthWorld,
  which: Which,
  changes: Record<string, string | undefined>,
) => {
  const response = await world.open(which, await world.query(which, changes))
  return new URL(response.headers.get('location') ?? 'none:').searchParams
}

const PROOFS: Record<string, Proof> = {
  async issuer(world, which, metadata) {
    const answer = await authorizeError(world, which, { response_type: 'token' })
    expect(answer.get('iss')).toBe(metadata.issuer)
  },
  async authorization_endpoint(world, which, metadata) {
    expect(metadata['authorization_endpoint']).toBe(world.surface(which).authorizationEndpoint)
    const url = `${String(metadata['authorization_endpoint'])}?${(await world.query(which)).toString()}`
    expect((await get(url)).status).toBe(200)
  },
  async token_endpoint(_world, _which, metadata) {
    const response = await get(String(metadata['token_endpoint']), {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'nobody' }),
    })
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_client' }),
    ])
  },
  async revocation_endpoint(_world, _which, metadata) {
    const response = await get(String(metadata['revocation_endpoint']), {
      method: 'POST',
      body: new URLSearchParams({ token: 'x', client_id: 'nobody', client_secret: 'x' }),
    })
    expect(response.status).toBe(401)
  },
  async registration_endpoint(_world, _which, metadata) {
    const response = await get(String(metadata['registration_endpoint']), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [CLIENT_REDIRECT], token_endpoint_auth_method: 'none' }),
    })
    expect(response.status).toBe(201)
  },
  async client_id_metadata_document_supported(world, which, metadata) {
    expect(metadata['client_id_metadata_document_supported']).toBe(true)
    const id = `https://app.test.dev/${which}.json`
    world.outside.set(id, () =>
      Response.json({
        client_id: id,
        client_name: 'App',
        redirect_uris: [CLIENT_REDIRECT],
        token_endpoint_auth_method: 'none',
      }),
    )
    expect((await world.tokens(which, { client_id: id })).access_token).toMatch(/^lmn_/)
  },
  async scopes_supported(world, which, metadata) {
    for (const scope of metadata.scopes_supported.filter((name) => name !== 'offline_access')) {
      expect((await world.tokens(which, { scope })).scope).toBe(scope)
    }
    expect(metadata.scopes_supported).toContain('offline_access')
    expect((await authorizeError(world, which, { scope: 'unheard.of' })).get('error')).toBe('invalid_scope')
  },
  async response_types_supported(world, which, metadata) {
    expect(metadata['response_types_supported']).toEqual(['code'])
    expect((await authorizeError(world, which, { response_type: 'token' })).get('error')).toBe(
      'unsupported_response_type',
    )
  },
  async response_modes_supported(world, which, metadata) {
    expect(metadata['response_modes_supported']).toEqual(['query'])
    expect(await world.code(which)).not.toBe('')
  },
  async grant_types_supported(world, which, metadata) {
    expect(metadata['grant_types_supported']).toEqual(['authorization_code', 'refresh_token'])
    const { refresh_token } = await world.tokens(which)
    expect((await world.refresh(which, refresh_token)).status).toBe(200)
    for (const grant_type of [
      'client_credentials',
      'password',
      'urn:ietf:params:oauth:grant-type:token-exchange',
    ]) {
      const response = await world.post(which, 'token', { grant_type, client_id: world.preregisteredId })
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ error: 'unsupported_grant_type' }),
      ])
    }
  },
  token_endpoint_auth_methods_supported: proveMethods,
  async revocation_endpoint_auth_methods_supported(_world, _which, metadata) {
    // Both are proven by the same walk, token and revocation endpoint with each method.
    expect(metadata['revocation_endpoint_auth_methods_supported']).toEqual(
      metadata.token_endpoint_auth_methods_supported,
    )
  },
  async token_endpoint_auth_signing_alg_values_supported(_world, _which, metadata) {
    // ES256 is proven by private_key_jwt above; RS256 where client authentication is tested.
    expect(metadata['token_endpoint_auth_signing_alg_values_supported']).toEqual(['RS256', 'ES256'])
  },
  async revocation_endpoint_auth_signing_alg_values_supported(_world, _which, metadata) {
    expect(metadata['revocation_endpoint_auth_signing_alg_values_supported']).toEqual(['RS256', 'ES256'])
  },
  async code_challenge_methods_supported(world, which, metadata) {
    expect(metadata['code_challenge_methods_supported']).toEqual(['S256'])
    expect((await authorizeError(world, which, { code_challenge_method: 'plain' })).get('error')).toBe(
      'invalid_request',
    )
  },
  async authorization_response_iss_parameter_supported(world, which, metadata) {
    expect(metadata['authorization_response_iss_parameter_supported']).toBe(true)
    expect((await authorizeError(world, which, { code_challenge: undefined })).get('iss')).toBe(
      metadata.issuer,
    )
  },
  async protected_resources(world, which, metadata) {
    const [resource] = metadata['protected_resources'] as string[]
    expect(resource).toBe(world.surface(which).resource)
    expect((await authorizeError(world, which, { resource: `${resource}/other` })).get('error')).toBe(
      'invalid_target',
    )
    const challenged = await get(String(resource), { method: 'POST', body: '{}' })
    const document = /resource_metadata="([^"]+)"/.exec(challenged.headers.get('www-authenticate') ?? '')?.[1]
    expect(await (await get(String(document))).json()).toMatchObject({
      resource,
      authorization_servers: [metadata.issuer],
    })
  },
}

describe.each(['a', 'host'] as const)(
  'what the metadata says is what the endpoints do (O3), form %s',
  (which) => {
    it('every field has a proof here', async () => {
      const metadata = await metadataOf(await OAuthWorld.create(), which)
      expect(Object.keys(metadata).toSorted()).toEqual(Object.keys(PROOFS).toSorted())
    })

    it.each(Object.entries(PROOFS))('%s', async (_field, prove) => {
      const world = await OAuthWorld.create()
      await prove(world, which, await metadataOf(world, which))
    })

    it('the OIDC document holds the same values at its places', async () => {
      const world = await OAuthWorld.create()
      const metadata = await metadataOf(world, which)
      const { issuer } = world.surface(which)
      const { origin, pathname } = new URL(issuer)
      const suffix = pathname === '/' ? '' : pathname
      const places = new Set([
        `${origin}/.well-known/openid-configuration${suffix}`,
        `${issuer}/.well-known/openid-configuration`,
      ])
      for (const place of places) expect(await (await get(place)).json()).toMatchObject(metadata)
      expect(await (await get(`${issuer}/.well-known/oauth-authorization-server`)).json()).toEqual(metadata)
    })
  },
)
