// A person who signed in at the deployment, member or not. Types only.

export interface SignedInUser {
  /** Identity is (issuer, subject); an e-mail is an attribute. */
  issuer: string
  subject: string
  email: string | null
  /** Whether the issuer vouches for it. */
  emailVerified: boolean
  displayName: string | null
  method: 'oidc' | 'cloudflare_access'
  /** Null where no session of ours carries the sign-in (Cloudflare Access). */
  sessionId: string | null
  /** Milliseconds since 1970. */
  signedInAt: number
}
