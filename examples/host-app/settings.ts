// Everything this app can be told, read once from the environment.

export interface Settings {
  host: string
  /** 0 takes a free port. */
  port: number
  /** The authorization server that this app and the API share. */
  issuer: string
  /** This app's own client there, not Limen's. */
  clientId: string
  clientSecret: string
  /** RFC 8707 identifier of the API. */
  apiResource: string
  /** The public MCP URL of a server behind Limen. */
  mcpUrl: string
  /** The embedding app as it is registered on the Gateway; without it nothing is exchanged. */
  embeddingApp: { id: string; secret: string } | undefined
  /** Whether the organization is among the hints: only where the Gateway knows organizations. */
  sendsOrganization: boolean
}

export function parseSettings(env: NodeJS.ProcessEnv): Settings {
  const { APP_ID: id, APP_SECRET: secret } = env
  return {
    host: env.HOST ?? '127.0.0.1',
    port: Number(env.PORT ?? '0'),
    issuer: required(env, 'ISSUER'),
    clientId: required(env, 'CLIENT_ID'),
    clientSecret: required(env, 'CLIENT_SECRET'),
    apiResource: env.API_RESOURCE ?? 'https://todo.example/api',
    mcpUrl: required(env, 'MCP_URL'),
    embeddingApp: id && secret ? { id, secret } : undefined,
    sendsOrganization: env.SEND_ORGANIZATION === '1',
  }
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name]
  if (!value) throw new Error(`${name} is not set; \`npm run setup\` writes it into .env`)
  return value
}
