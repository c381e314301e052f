// Everything this server can be told, read once from the environment.

export interface Settings {
  host: string
  /** 0 takes a free port. */
  port: number
  /** Public URL when it differs from where we listen, e.g. behind a proxy. */
  issuer: string | undefined
  /** SQLite file that keeps keys, clients, sessions and grants over a restart. */
  stateFile: string
  /** RFC 8707 identifier of the API, and the audience of its access tokens. */
  apiResource: string
  accessTokenFormat: 'jwt' | 'opaque'
  accessTokenTtlSeconds: number
  /** The web client that was registered by hand; it is first-party and is never asked for consent. */
  webClient: { clientId: string; clientSecret: string; redirectUris: string[] } | undefined
  /** The API itself, which may introspect any token. */
  apiClient: { clientId: string; clientSecret: string } | undefined
  /** Opens `/ledger` for tests. */
  ledger: boolean
}

export function parseSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    host: env.HOST ?? '127.0.0.1',
    port: parseCount('PORT', env.PORT ?? '0'),
    issuer: env.ISSUER,
    stateFile: env.STATE_FILE ?? ':memory:',
    apiResource: env.API_RESOURCE ?? 'https://todo.example/api',
    accessTokenFormat: parseFormat(env.ACCESS_TOKEN_FORMAT ?? 'jwt'),
    accessTokenTtlSeconds: parseCount('ACCESS_TOKEN_TTL', env.ACCESS_TOKEN_TTL ?? '3600'),
    webClient:
      env.CLIENT_ID && env.CLIENT_SECRET
        ? {
            clientId: env.CLIENT_ID,
            clientSecret: env.CLIENT_SECRET,
            redirectUris: (env.REDIRECT_URIS ?? '').split(' ').filter(Boolean),
          }
        : undefined,
    apiClient:
      env.API_CLIENT_ID && env.API_CLIENT_SECRET
        ? { clientId: env.API_CLIENT_ID, clientSecret: env.API_CLIENT_SECRET }
        : undefined,
    ledger: env.LEDGER === '1',
  }
}

function parseCount(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}"`)
  return Number(text)
}

function parseFormat(text: string): 'jwt' | 'opaque' {
  if (text !== 'jwt' && text !== 'opaque') throw new Error(`ACCESS_TOKEN_FORMAT must be jwt or opaque`)
  return text
}
