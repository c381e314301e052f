// The library's own form of codes and tokens: `<user id>:<authorization id>:<secret>`. Pure.

export interface LibraryToken {
  userId: string
  authorizationId: string
}

export function parseLibraryToken(token: string | undefined): LibraryToken | undefined {
  const [userId, authorizationId, secret, ...rest] = (token ?? '').split(':')
  return userId && authorizationId && secret && rest.length === 0 ? { userId, authorizationId } : undefined
}
