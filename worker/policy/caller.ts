// How a user and an agent are known (product.md §6, S20). Types only.

/** `claimed` never satisfies an allow list unless the server says so, and a fallback never raises a level. */
export type Level = 'proven' | 'bound' | 'claimed'

/** The person on whose behalf a client calls. Identity is (issuer, subject[, organization]); an e-mail is an attribute. */
export interface KnownUser {
  level: Level
  /** Null together with `subject` where only an e-mail was claimed. */
  issuer: string | null
  subject: string | null
  organization: string | null
  email: string | null
  /** Whether the source vouches for the e-mail; an unverified one matches no allow rule and every deny rule. */
  emailVerified: boolean
}

/** What the client proved about itself with this request; agents are matched against it. */
export type ClientProof =
  | {
      kind: 'oauth'
      clientId: string
      clientName: string
      registration: 'preregistered' | 'cimd' | 'dcr'
      /** A loopback redirect can be taken by any program of that machine. */
      hasLoopbackRedirect: boolean
    }
  | { kind: 'access_token'; tokenId: string; agentId: string | null }
  /** The upstream's own token: Limen knows nothing about the client behind it. */
  | { kind: 'passthrough' }
  | { kind: 'none' }

/** Which agent a client is, and how that was found. */
export interface KnownAgent {
  /** Null: *Unrecognised*. */
  id: string | null
  level: Level
  recognisedBy: 'client' | 'access_token' | 'user_agent' | 'none'
}
