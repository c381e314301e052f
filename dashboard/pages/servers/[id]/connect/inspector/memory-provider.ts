// The OAuth side of the inspector as an MCP client of its own: registered by itself, with PKCE, and with everything it
// holds in the memory of this page only.
import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client'
import { callbackUrl } from './callback-channel.ts'

export interface ProviderOptions {
  /** Of a client that an admin registered; without it the inspector registers itself. */
  clientId?: string
  /** Opens the sign-in; its answer comes with this `state`. */
  onAuthorize: (url: URL, state: string) => void
}

export class MemoryProvider implements OAuthClientProvider {
  readonly redirectUrl = callbackUrl()
  #client: StoredOAuthClientInformation | undefined
  #tokens: StoredOAuthTokens | undefined
  #verifier = ''
  /** The next tokens come of a sign-in, and not of a refresh. */
  #isExchanging = false
  #state = ''
  #discovery: OAuthDiscoveryState | undefined
  readonly #options: ProviderOptions

  constructor(options: ProviderOptions) {
    this.#options = options
    if (options.clientId !== undefined) this.#client = { client_id: options.clientId }
  }

  get clientMetadata(): OAuthClientMetadata {
    return {
      client_name: 'Limen inspector',
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    }
  }

  state(): string {
    this.#state = crypto.randomUUID()
    return this.#state
  }

  clientInformation(): StoredOAuthClientInformation | undefined {
    return this.#client
  }

  saveClientInformation(client: StoredOAuthClientInformation): void {
    this.#client = client
  }

  tokens(): StoredOAuthTokens | undefined {
    return this.#tokens
  }

  /** A further sign-in makes an authorization of its own; a refresh continues the one that there is. */
  saveTokens(tokens: StoredOAuthTokens): void {
    if (this.#isExchanging) void this.revoke()
    this.#isExchanging = false
    this.#tokens = tokens
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier
  }

  /** Asked for when a code is exchanged. */
  codeVerifier(): string {
    this.#isExchanging = true
    return this.#verifier
  }

  saveDiscoveryState(discovery: OAuthDiscoveryState): void {
    this.#discovery = discovery
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.#discovery
  }

  redirectToAuthorization(url: URL): void {
    this.#isExchanging = false
    this.#options.onAuthorize(url, this.#state)
  }

  invalidateCredentials(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void {
    if (scope === 'all' || scope === 'client' || scope === 'tokens') void this.revoke()
    if (scope === 'all' || scope === 'client') this.#client = undefined
    if (scope === 'all' || scope === 'discovery') this.#discovery = undefined
  }

  /** Ends the authorization at Limen, and with it its grant (RFC 7009). Best effort: the page may be closing. */
  async revoke(): Promise<void> {
    const metadata = this.#discovery?.authorizationServerMetadata
    const endpoint = metadata && 'revocation_endpoint' in metadata ? metadata.revocation_endpoint : undefined
    const token = this.#tokens?.refresh_token ?? this.#tokens?.access_token
    const clientId = this.#client?.client_id
    this.#tokens = undefined
    if (typeof endpoint !== 'string' || token === undefined || clientId === undefined) return
    await fetch(endpoint, {
      method: 'POST',
      keepalive: true,
      body: new URLSearchParams({ token, client_id: clientId }),
    }).catch(() => undefined)
  }
}
