// The OpenID provider: what it supports and which rules it keeps.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { Provider, errors, type ClientMetadata, type JWK } from 'oidc-provider'
import { claimsOf, findAccount } from './accounts.ts'
import { errorPage } from './pages.ts'
import type { Settings } from './settings.ts'
import type { Storage } from './storage.ts'

const DAY_SECONDS = 24 * 60 * 60

export const apiScopes = 'tickets.read tickets.write accounts.read admin.read'

export function createProvider(issuer: string, settings: Settings, storage: Storage): Provider {
  return new Provider(issuer, {
    adapter: storage.adapter,
    jwks: { keys: [signingKey(storage)] },
    cookies: { keys: [storage.secret('cookie-key', () => randomBytes(32).toString('base64url'))] },
    clients: clientsOf(settings),
    scopes: ['openid', 'offline_access', 'email', 'profile'],
    claims: { openid: ['sub', 'org_id'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false, // e-mail and name also in the ID token, not only at userinfo
    findAccount: (_ctx, id) => {
      const account = findAccount(id)
      return account && { accountId: account.sub, claims: () => claimsOf(account) }
    },
    extraTokenClaims: (_ctx, token) => {
      const account = 'accountId' in token && token.accountId ? findAccount(token.accountId) : undefined
      return account && { email: account.email, email_verified: true, org_id: account.organization }
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(out).text
    },
    rotateRefreshToken: true, // a refresh token that is used twice ends its whole grant
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      introspection: {
        enabled: true,
        // RFC 7662 §4: the API may ask about any token, a client only about its own
        allowedPolicy: (_ctx, client, token) =>
          client.clientId === settings.apiClient?.clientId || client.clientId === token.clientId,
      },
      revocation: { enabled: true },
      registration: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== settings.apiResource) throw new errors.InvalidTarget()
          return {
            scope: apiScopes,
            audience: settings.apiResource,
            accessTokenFormat: settings.accessTokenFormat,
            accessTokenTTL: settings.accessTokenTtlSeconds,
          }
        },
      },
    },
    ttl: {
      AccessToken: settings.accessTokenTtlSeconds,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      Session: 14 * DAY_SECONDS,
      Grant: 14 * DAY_SECONDS,
      RefreshToken: 14 * DAY_SECONDS,
    },
  })
}

/** One RSA key for ID tokens and JWT access tokens; a restart with the same state keeps it and its `kid`. */
function signingKey(storage: Storage): JWK {
  return JSON.parse(
    storage.secret('signing-key', () => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      return JSON.stringify({
        ...privateKey.export({ format: 'jwk' }),
        kid: randomBytes(8).toString('hex'),
        use: 'sig',
        alg: 'RS256',
      })
    }),
  )
}

function clientsOf({ webClient, apiClient }: Settings): ClientMetadata[] {
  const clients: ClientMetadata[] = []
  if (webClient) {
    clients.push({
      client_id: webClient.clientId,
      client_secret: webClient.clientSecret,
      client_name: 'Limen',
      application_type: 'web', // a native client is asked for consent each time
      redirect_uris: webClient.redirectUris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    })
  }
  if (apiClient) {
    clients.push({
      client_id: apiClient.clientId,
      client_secret: apiClient.clientSecret,
      redirect_uris: [],
      grant_types: [],
      response_types: [],
    })
  }
  return clients
}
