// Credentials of one imagined MCP client, for both SDK lines: kept in memory, signing in through the walker.
import { randomUUID } from 'node:crypto'
import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'
import { walk, type WalkOptions } from './walk.ts'

export interface WalkingProviderOptions extends Omit<WalkOptions, 'redirectUri'> {
  clientName: string
  redirectUri?: string
}

export class WalkingProvider implements OAuthClientProvider {
  readonly redirectUrl: string
  readonly options: WalkingProviderOptions
  /** Answer to the last authorization request, for `finishAuth`. */
  callback: URL | undefined
  /** Where the last authorization request went. */
  authorizationUrl: URL | undefined
  /** How often a person had to sign in. */
  signIns = 0
  client: StoredOAuthClientInformation | undefined
  stored: StoredOAuthTokens | undefined
  #verifier = ''
  #discovery: OAuthDiscoveryState | undefined
  #state = ''

  constructor(options: WalkingProviderOptions) {
    this.options = options
    this.redirectUrl = options.redirectUri ?? 'http://127.0.0.1:33418/callback'
  }

  get clientMetadata(): OAuthClientMetadata {
    return {
      client_name: this.options.clientName,
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    }
  }

  state(): string {
    this.#state = randomUUID()
    return this.#state
  }

  clientInformation(): StoredOAuthClientInformation | undefined {
    return this.client
  }

  saveClientInformation(client: StoredOAuthClientInformation): void {
    this.client = client
  }

  tokens(): StoredOAuthTokens | undefined {
    return this.stored
  }

  saveTokens(tokens: StoredOAuthTokens): void {
    this.stored = tokens
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier
  }

  codeVerifier(): string {
    return this.#verifier
  }

  saveDiscoveryState(discovery: OAuthDiscoveryState): void {
    this.#discovery = discovery
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#discovery
  }

  invalidateCredentials(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void {
    if (scope === 'all' || scope === 'client') this.client = undefined
    if (scope === 'all' || scope === 'tokens') this.stored = undefined
    if (scope === 'all' || scope === 'discovery') this.#discovery = undefined
  }

  /** The person takes over; a real client opens a browser here and listens at its redirect URI. */
  async redirectToAuthorization(url: URL): Promise<void> {
    this.signIns++
    this.authorizationUrl = url
    const callback = await walk(url, { ...this.options, redirectUri: this.redirectUrl })
    if (callback.searchParams.get('state') !== this.#state)
      throw new Error('the callback has a foreign state')
    this.callback = callback
  }

  /** What the clock does after an hour: the access token no longer serves, the refresh token still does. */
  expireAccessToken(): void {
    if (!this.stored) throw new Error('there is no token to expire')
    const token = this.stored.access_token
    this.stored = {
      ...this.stored,
      access_token: `${token.slice(0, -6)}${token.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`,
    }
  }
}
