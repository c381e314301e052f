// Limen as this app meets it: its authorization server, found from the MCP URL alone (RFC 9728, RFC 8414).

export interface LimenEndpoints {
  /** The MCP URL as its server writes it. */
  resource: string
  authorizationEndpoint: string
  tokenEndpoint: string
  registrationEndpoint: string
}

export async function discoverLimen(mcpUrl: string): Promise<LimenEndpoints> {
  const { origin, pathname } = new URL(mcpUrl)
  const resource = await readJson(`${origin}/.well-known/oauth-protected-resource${pathname}`)
  const issuer = new URL(String((resource['authorization_servers'] as string[])[0]))
  const path = issuer.pathname === '/' ? '' : issuer.pathname
  const server = await readJson(`${issuer.origin}/.well-known/oauth-authorization-server${path}`)
  return {
    resource: String(resource['resource']),
    authorizationEndpoint: String(server['authorization_endpoint']),
    tokenEndpoint: String(server['token_endpoint']),
    registrationEndpoint: String(server['registration_endpoint']),
  }
}

export interface TokenAnswer {
  access_token: string
  expires_in: number
  scope: string
}

/** Throws what the authorization server says. */
export async function requestToken(
  endpoint: string,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const response = await fetch(endpoint, { method: 'POST', body: new URLSearchParams(parameters), headers })
  const body = (await response.json()) as TokenAnswer & { error?: string; error_description?: string }
  if (!response.ok) throw new Error(`Limen: ${body.error}: ${body.error_description}`)
  return body
}

async function readJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return (await response.json()) as Record<string, unknown>
}
