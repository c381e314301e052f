// oauth4webapi as a client that forgives nothing: discovery, registration, PKCE, `iss`, token, refresh, revocation.
import * as oauth from 'oauth4webapi'
import { describe, expect, it } from 'vitest'
import { walk } from '../examples/demo/walk.ts'
import { ada } from './harness/people.ts'
import { REDIRECT_URI, discover, statusAt } from './harness/raw-oauth.ts'
import { sharedStack } from './harness/shared-stack.ts'

const stack = sharedStack()
const loopback = { [oauth.allowInsecureRequests]: true }

describe.each(['oauth2', 'oidc'] as const)('oauth4webapi, discovery by %s', (algorithm) => {
  it('finds no fault from discovery to revocation', async () => {
    const { mcpUrl, scopes } = stack.server('ops-console')
    const { issuer: issuerText, resource } = await discover(mcpUrl)
    const issuer = new URL(issuerText)
    const server = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm, ...loopback }),
    )
    expect(server.code_challenge_methods_supported).toContain('S256')
    expect(server.authorization_response_iss_parameter_supported).toBe(true)

    const registered = await oauth.processDynamicClientRegistrationResponse(
      await oauth.dynamicClientRegistrationRequest(
        server,
        {
          client_name: 'strict',
          redirect_uris: [REDIRECT_URI],
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
        },
        loopback,
      ),
    )
    const client: oauth.Client = { client_id: registered.client_id, token_endpoint_auth_method: 'none' }

    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const url = new URL(server.authorization_endpoint ?? '')
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: REDIRECT_URI,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      resource,
      scope: scopes.join(' '),
    }).toString()
    const callback = await walk(url, { person: ada, redirectUri: REDIRECT_URI })
    const parameters = oauth.validateAuthResponse(server, client, callback, state)

    const tokens = await oauth.processAuthorizationCodeResponse(
      server,
      client,
      await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.None(),
        parameters,
        REDIRECT_URI,
        verifier,
        { ...loopback, additionalParameters: { resource } },
      ),
    )
    expect(tokens.scope?.split(' ').toSorted()).toEqual(scopes.toSorted())
    expect(tokens.expires_in).toBeGreaterThan(0)
    expect(await statusAt(mcpUrl, tokens.access_token)).not.toBe(401)

    const refreshed = await oauth.processRefreshTokenResponse(
      server,
      client,
      await oauth.refreshTokenGrantRequest(
        server,
        client,
        oauth.None(),
        tokens.refresh_token ?? '',
        loopback,
      ),
    )
    expect(refreshed.refresh_token).toBeDefined()
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token)

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, oauth.None(), refreshed.refresh_token ?? '', loopback),
    )
    expect(await statusAt(mcpUrl, refreshed.access_token)).toBe(401)
  })
})
