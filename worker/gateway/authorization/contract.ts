// What the OAuth edge asks of a GatewayObject and what it is answered, as plain data that survives RPC. Tokens and
// codes in here are the library's: the edge opens and adds the outer `lmn_` envelope (architecture.md §3.2).

/** One request at an OAuth endpoint, reduced to what the object may see. */
export interface OAuthCall {
  requestId: string
  /** `<attachment id>:p` or `:h`. At the callback it is named by the downstream `state`. */
  issuerKey: string
  /** Query without `?`; form or JSON body as text, empty without one. */
  query: string
  body: string
  contentType: string | null
  authorization: string | null
  cookie: string | null
  origin: string | null
  secFetchSite: string | null
  userAgent: string | null
  /** Client address for rate limits; never logged. */
  address: string
}

/** What the consent page shows (O14). All text comes from strangers and is escaped where it is rendered. */
export interface ConsentView {
  handle: string
  /** Where the form is posted: the canonical authorization endpoint. */
  action: string
  serverName: string
  clientName: string
  /** Host of a client metadata document, which proves the domain; null for every other client. */
  clientDomain: string | null
  registration: 'preregistered' | 'cimd' | 'dynamic'
  redirectHost: string
  redirectKind: 'https' | 'loopback' | 'private_use'
  scopes: readonly string[]
  /** This browser will not be asked again for 30 days after Allow. */
  remembers: boolean
}

/** An account as one side names it; text of strangers, escaped and capped where it is rendered. */
export interface NamedAccount {
  name: string | null
  email: string | null
  subject: string | null
  organization: string | null
}

/** The page that stops a sign-in with another account than the app spoke of (product.md §5). */
export interface AccountView {
  /** Goes back with the form. */
  state: string
  action: string
  serverName: string
  clientName: string
  /** What the app says; nothing vouches for it. */
  expected: NamedAccount
  /** Who signed in. */
  actual: NamedAccount
  /** The app named an e-mail alone, and nothing vouches for that of the account. */
  isEmailUnverified: boolean
}

/** Reasons shown to a person because nothing may be redirected (O6). */
export type PageProblem =
  | 'invalid_request'
  | 'unknown_client'
  | 'blocked_client'
  | 'invalid_redirect_uri'
  | 'other_browser'
  | 'other_account'
  | 'expired'
  | 'cancelled'
  | 'already_answered'
  | 'too_many_requests'
  | 'temporarily_unavailable'
  | 'server_disabled'
  | 'not_found'
  | 'server_error'

/** Answers of authorize, consent, callback and the page that names two accounts. */
export type PageAnswer =
  | { kind: 'consent'; view: ConsentView; cookies: string[] }
  | { kind: 'account'; view: AccountView; cookies: string[] }
  /** On to the downstream authorization server. */
  | { kind: 'downstream'; location: string; cookies: string[] }
  /** A redirect of *My connections*: to the downstream, or back to the dashboard. */
  | { kind: 'moved'; location: string; cookies: string[] }
  /** Back to the verified redirect URI of the client. `code` is the library's. */
  | { kind: 'client'; redirectUri: string; parameters: Record<string, string>; cookies: string[] }
  | { kind: 'problem'; problem: PageProblem; detail: string }

/** Answers of token, register and revoke. */
export interface WireAnswer {
  status: number
  body: Record<string, unknown> | null
  headers: Record<string, string>
  /** Grant whose cached credentials the answering isolate forgets at once (P8). */
  endedGrantId: string | null
  /** The one web origin that may read the answer, or none; left out where any may (O13). */
  allowOrigin?: string | null
}

/** The OAuth methods of a GatewayObject. */
export interface AuthorizationRpc {
  authorize(call: OAuthCall): Promise<PageAnswer>
  consent(call: OAuthCall): Promise<PageAnswer>
  callback(call: OAuthCall): Promise<PageAnswer>
  /** *Switch* or *Cancel*; the issuer stands in the form. */
  account(call: OAuthCall): Promise<PageAnswer>
  token(call: OAuthCall): Promise<WireAnswer>
  register(call: OAuthCall): Promise<WireAnswer>
  revoke(call: OAuthCall): Promise<WireAnswer>
}
