// Answers of authorize, consent and callback: to a page, to the client, or on to the downstream (O6, O9).
import { ConfigurationError } from '../../crypto/master-keys.ts'
import { ConfigurationUnavailableError } from '../configuration/load-configuration.ts'
import type { Issuer } from '../configuration/configuration.ts'
import type { PageAnswer, PageProblem } from './contract.ts'
import { PageRefusal, type RedirectErrorCode } from './refusal.ts'
import { UnknownIssuerError } from './require-issuer.ts'
import type { VerifiedRedirectUri } from './redirect-uri.ts'

/** An authorization response; `iss` stands in every one (O9, RFC 9207 §2). */
export function toClient(
  issuer: Issuer,
  redirectUri: VerifiedRedirectUri,
  state: string | undefined,
  result: { code: string } | { error: RedirectErrorCode; error_description: string },
  cookies: string[] = [],
): PageAnswer {
  return {
    kind: 'client',
    redirectUri,
    parameters: {
      ...result,
      ...(state ? { state } : {}),
      iss: issuer.surface.issuer,
    },
    cookies,
  }
}

/** Turns whatever was thrown before client and redirect URI were known into a page. */
export function problemOf(error: unknown): { problem: PageProblem; detail: string } {
  if (error instanceof PageRefusal) return { problem: error.problem, detail: error.message }
  if (error instanceof UnknownIssuerError) {
    return { problem: 'not_found', detail: 'This server is not connected to a sign-in any more.' }
  }
  console.error(
    JSON.stringify({
      level: 'error',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      ...(error instanceof ConfigurationError ? { variable: error.variable } : {}),
    }),
  )
  if (error instanceof ConfigurationError || error instanceof ConfigurationUnavailableError) {
    return { problem: 'temporarily_unavailable', detail: 'The sign-in cannot be served now.' }
  }
  return { problem: 'server_error', detail: 'Something went wrong here.' }
}

/** Status under which a problem page is served; the log carries the same. */
export const PROBLEM_STATUS: Readonly<Record<PageProblem, number>> = {
  invalid_request: 400,
  unknown_client: 400,
  blocked_client: 403,
  invalid_redirect_uri: 400,
  other_browser: 403,
  other_account: 403,
  expired: 400,
  cancelled: 403,
  already_answered: 400,
  too_many_requests: 429,
  temporarily_unavailable: 503,
  server_disabled: 403,
  not_found: 404,
  server_error: 500,
}
