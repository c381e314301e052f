// Why an OAuth request cannot go on. Three classes, because the class decides where the answer may go (O6).
import type { Identity } from '../contract.ts'
import type { PageProblem } from './contract.ts'

/** Shown to the person; nothing may be redirected. */
export class PageRefusal extends Error {
  override name = 'PageRefusal'
  readonly problem: PageProblem
  /** `message` is shown and logged, and holds no secret. */
  constructor(problem: PageProblem, message: string) {
    super(message)
    this.problem = problem
  }
}

/** Error codes of an authorization response (RFC 6749 §4.1.2.1, RFC 8707 §2). */
export type RedirectErrorCode =
  | 'invalid_request'
  | 'access_denied'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'server_error'
  | 'temporarily_unavailable'

/** Client and redirect URI are verified: the error goes back to the client. */
export class RedirectRefusal extends Error {
  override name = 'RedirectRefusal'
  readonly code: RedirectErrorCode
  readonly identity: Identity | undefined
  /** `identity`: who was refused, for the log, where the sign-in got so far. */
  constructor(code: RedirectErrorCode, message: string, identity?: Identity) {
    super(message)
    this.code = code
    this.identity = identity
  }
}

/** Error codes of token, registration and revocation endpoints (RFC 6749 §5.2, RFC 7591 §3.2.2). */
export type WireErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unsupported_grant_type'
  | 'access_denied'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'temporarily_unavailable'
  | 'too_many_requests'
  | 'server_error'

/** Answered as JSON; the one table of statuses is in `wire-answer.ts`. */
export class WireRefusal extends Error {
  override name = 'WireRefusal'
  readonly code: WireErrorCode
  readonly headers: Record<string, string>
  /** `options.cause` is for the log. */
  constructor(
    code: WireErrorCode,
    message: string,
    headers: Record<string, string> = {},
    options: ErrorOptions = {},
  ) {
    super(message, options)
    this.code = code
    this.headers = headers
  }
}
