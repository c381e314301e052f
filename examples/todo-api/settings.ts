// Everything this API can be told, read once from the environment.

export interface Settings {
  host: string
  /** 0 takes a free port. */
  port: number
  /** Issuer of the access tokens that are accepted. */
  issuer: string
  /** The audience a token must carry. */
  apiResource: string
  /** Credentials for introspection; needed where access tokens are opaque. */
  introspection: { clientId: string; clientSecret: string } | undefined
  /** SQLite file that keeps the todos over a restart. */
  stateFile: string
  /** Opens `/ledger` for tests. */
  ledger: boolean
}

export function parseSettings(env: NodeJS.ProcessEnv): Settings {
  if (!env.ISSUER) throw new Error('ISSUER is missing: the URL of the authorization server')
  return {
    host: env.HOST ?? '127.0.0.1',
    port: Number(env.PORT ?? 0),
    issuer: env.ISSUER,
    apiResource: env.API_RESOURCE ?? 'https://todo.example/api',
    introspection:
      env.API_CLIENT_ID && env.API_CLIENT_SECRET
        ? { clientId: env.API_CLIENT_ID, clientSecret: env.API_CLIENT_SECRET }
        : undefined,
    stateFile: env.STATE_FILE ?? ':memory:',
    ledger: env.LEDGER === '1',
  }
}
