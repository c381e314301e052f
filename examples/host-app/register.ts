// The two registrations that this app needs. By hand they are a form at the authorization server and one request to
// Limen's admin API.

export interface Registration {
  adminApi: string
  adminSecret: string
  issuer: string
  gatewayId: string
  /** Where this app will listen. */
  origin: string
  mcpUrl: string
}

/** Answers the environment of `start.ts`. */
export async function registerHostApp(to: Registration): Promise<Record<string, string>> {
  const client = await registerAtAuthorizationServer(to.issuer, to.origin)
  const response = await fetch(`${to.adminApi}/gateways/${to.gatewayId}/embedding-apps`, {
    method: 'POST',
    headers: { authorization: `Bearer ${to.adminSecret}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Host app',
      downstreamClientId: client.client_id,
      allowedOrigins: [to.origin],
    }),
  })
  if (!response.ok) throw new Error(`Limen answered ${response.status} ${await response.text()}`)
  const app = (await response.json()) as { id: string; secret: string }
  return {
    ISSUER: to.issuer,
    CLIENT_ID: client.client_id,
    CLIENT_SECRET: client.client_secret,
    MCP_URL: to.mcpUrl,
    APP_ID: app.id,
    APP_SECRET: app.secret,
  }
}

/** RFC 7591. */
async function registerAtAuthorizationServer(issuer: string, origin: string) {
  const discovery = await fetch(`${issuer}/.well-known/openid-configuration`)
  const { registration_endpoint: endpoint } = (await discovery.json()) as { registration_endpoint: string }
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Host app', redirect_uris: [`${origin}/callback`] }),
  })
  if (!response.ok) throw new Error(`${issuer} answered ${response.status} ${await response.text()}`)
  return (await response.json()) as { client_id: string; client_secret: string }
}
