// The agent as an MCP client of Limen (same-user auth): the person consents and signs in there once, and this app says
// whom it works for. Limen stops the sign-in where another account turns up.
import { createHash, randomBytes } from 'node:crypto'
import { discoverLimen, requestToken } from './limen.ts'
import type { Session, User } from './sessions.ts'
import type { Settings } from './settings.ts'

export class AgentConnection {
  readonly #settings: Settings
  readonly #redirectUri: string
  #clientId: Promise<string> | undefined

  constructor(settings: Settings, origin: string) {
    this.#settings = settings
    this.#redirectUri = `${origin}/agent/callback`
  }

  async begin(session: Session, user: User): Promise<string> {
    const limen = await discoverLimen(this.#settings.mcpUrl)
    this.#clientId ??= this.#register(limen.registrationEndpoint)
    const codeVerifier = randomBytes(32).toString('base64url')
    const state = randomBytes(16).toString('base64url')
    session.underWay = { kind: 'connect', state, codeVerifier, nonce: '' }
    const url = new URL(limen.authorizationEndpoint)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: await this.#clientId,
      redirect_uri: this.#redirectUri,
      resource: limen.resource,
      state,
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...this.#hints(user),
    }).toString()
    return url.href
  }

  async finish(session: Session, query: URLSearchParams): Promise<void> {
    const { underWay } = session
    delete session.underWay
    if (underWay?.kind !== 'connect' || query.get('state') !== underWay.state)
      throw new Error('no connection of this browser is under way')
    const error = query.get('error')
    if (error) throw new Error(`${error}: ${query.get('error_description')}`)
    const limen = await discoverLimen(this.#settings.mcpUrl)
    const tokens = await requestToken(limen.tokenEndpoint, {
      grant_type: 'authorization_code',
      client_id: (await this.#clientId) ?? '',
      redirect_uri: this.#redirectUri,
      code: query.get('code') ?? '',
      code_verifier: underWay.codeVerifier,
      resource: limen.resource,
    })
    session.agentToken = tokens.access_token
  }

  /** Only hints: Limen compares them with whoever signs in, and trusts none of them. */
  #hints({ subject, email, name, organization }: User): Record<string, string> {
    return {
      host_subject: subject,
      host_email: email,
      host_display_name: name,
      mismatch_policy: 'block_with_switch',
      ...(this.#settings.sendsOrganization && organization ? { host_organization_id: organization } : {}),
    }
  }

  async #register(endpoint: string): Promise<string> {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: 'Assistant of the host app',
        redirect_uris: [this.#redirectUri],
        token_endpoint_auth_method: 'none',
      }),
    })
    const body = (await response.json()) as { client_id?: string }
    if (!body.client_id) throw new Error(`Limen did not register the agent: ${response.status}`)
    return body.client_id
  }
}
