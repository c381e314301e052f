// This app's own sign-in (OpenID Connect, authorization code with PKCE), with its own client. The token that comes of it
// is for the API: later it is exchanged, so that the agent acts as the very same person.
import * as oauth from 'oauth4webapi'
import type { Session, User } from './sessions.ts'
import type { Settings } from './settings.ts'

const SCOPE = 'openid email profile tickets.read tickets.write accounts.read'
/** The example authorization server listens on loopback. */
const insecure = { [oauth.allowInsecureRequests]: true }

export class SignIn {
  readonly #settings: Settings
  readonly #redirectUri: string
  readonly #client: oauth.Client
  #server: oauth.AuthorizationServer | undefined

  constructor(settings: Settings, origin: string) {
    this.#settings = settings
    this.#redirectUri = `${origin}/callback`
    this.#client = { client_id: settings.clientId }
  }

  async begin(session: Session): Promise<string> {
    const server = await this.#discover()
    const codeVerifier = oauth.generateRandomCodeVerifier()
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
    session.underWay = { kind: 'sign-in', state, codeVerifier, nonce }
    const url = new URL(server.authorization_endpoint ?? '')
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.#settings.clientId,
      redirect_uri: this.#redirectUri,
      scope: SCOPE,
      resource: this.#settings.apiResource,
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }).toString()
    return url.href
  }

  async finish(session: Session, query: URLSearchParams): Promise<User> {
    const { underWay } = session
    delete session.underWay
    if (underWay?.kind !== 'sign-in') throw new Error('no sign-in is under way')
    const server = await this.#discover()
    const parameters = oauth.validateAuthResponse(server, this.#client, query, underWay.state)
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      this.#client,
      oauth.ClientSecretBasic(this.#settings.clientSecret),
      parameters,
      this.#redirectUri,
      underWay.codeVerifier,
      { ...insecure, additionalParameters: { resource: this.#settings.apiResource } },
    )
    const tokens = await oauth.processAuthorizationCodeResponse(server, this.#client, response, {
      expectedNonce: underWay.nonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(server, response, insecure)
    const claims = oauth.getValidatedIdTokenClaims(tokens)
    if (!claims) throw new Error('the sign-in brought no ID token')
    return {
      subject: claims.sub,
      name: String(claims['name'] ?? claims.sub),
      email: String(claims['email'] ?? ''),
      organization: typeof claims['org_id'] === 'string' ? claims['org_id'] : undefined,
      accessToken: tokens.access_token,
    }
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    if (this.#server) return this.#server
    const issuer = new URL(this.#settings.issuer)
    const response = await oauth.discoveryRequest(issuer, insecure)
    this.#server = await oauth.processDiscoveryResponse(issuer, response)
    return this.#server
  }
}
