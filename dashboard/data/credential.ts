// The bootstrap secret of a first run: in memory of this page only, until the first Owner has signed in.
let bootstrapSecret: string | null = null

export function useBootstrapSecret(secret: string | null): void {
  bootstrapSecret = secret
}

export function authorizationHeader(): Record<string, string> {
  return bootstrapSecret === null ? {} : { authorization: `Bearer ${bootstrapSecret}` }
}
