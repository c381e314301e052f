// How people sign in at the demo's admin plane: with the authorization server that its users have an account at.

/** Variables of the Worker. */
export function signInVariables(
  issuer: string,
  clientId: string,
  clientSecret: string,
): Record<string, string> {
  return { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret }
}

/** What the authorization server must know of Limen for it. */
export function signInCallback(origin: string): string {
  return `${origin}/api/v1/sign-in/callback`
}
