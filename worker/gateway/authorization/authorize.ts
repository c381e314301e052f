// The authorization endpoint, opened (O6–O9, O14): checks in order, then the consent page or a remembered consent.
import type { Issuer } from '../configuration/configuration.ts'
import {
  canonicalAuthorizationUrl,
  checkRequest,
  checkTarget,
  parseAuthorizationParameters,
  type AuthorizationParameters,
  type VerifiedTarget,
} from './authorization-request.ts'
import { beginSignIn } from './begin-sign-in.ts'
import { libraryClient } from './clients/client.ts'
import type { OAuthCall, PageAnswer } from './contract.ts'
import { canonicalGet } from './library.ts'
import { PROBLEM_STATUS, problemOf, toClient } from './page-answer.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordStep } from './record-step.ts'
import { redirectKind } from './redirect-uri.ts'
import { PageRefusal, RedirectRefusal } from './refusal.ts'
import { isOwnNavigation, mayRemember, rememberOptions } from './remembered-consent.ts'
import { requireIssuer } from './require-issuer.ts'
import { parseHostHints, type HostedRequest, type HostHints } from './same-user/host-hints.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'

/** Consents and sign-ins under way at one Gateway (O14). */
const PENDING_MAX = 10_000

export async function openAuthorization(parts: AuthorizationParts, call: OAuthCall): Promise<PageAnswer> {
  const rate = parts.limits.authorize.decide(call.address, Date.now())
  let issuer: Issuer | undefined
  try {
    issuer = await requireIssuer(parts, call.issuerKey)
    if (rate !== 'allowed') {
      throw new PageRefusal(
        'too_many_requests',
        'Too many sign-ins were opened from this address. Wait a minute.',
      )
    }
    const parameters = parseAuthorizationParameters(call.query)
    const target = await checkTarget(parts, issuer, parameters)
    return await openForTarget(parts, call, issuer, target, parameters)
  } catch (error) {
    const problem = problemOf(error)
    // A flood is one line in the log for each address and minute.
    if (rate !== 'refused') {
      recordStep(parts, call, issuer, 'authorize', {
        outcome: 'refused',
        status: PROBLEM_STATUS[problem.problem],
        ruleId: problem.problem,
        detail: problem.detail,
      })
    }
    return { kind: 'problem', ...problem }
  }
}

/** From here on, errors redirect. */
async function openForTarget(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  target: VerifiedTarget,
  parameters: AuthorizationParameters,
): Promise<PageAnswer> {
  try {
    const request = checkRequest(issuer, parameters)
    const host = parseHostHints(parameters)
    if (countPending(parts.storage.sql, Date.now()) >= PENDING_MAX) {
      throw new RedirectRefusal(
        'temporarily_unavailable',
        'Too many sign-ins are under way. Try again shortly.',
      )
    }
    const url = canonicalAuthorizationUrl(issuer, target, request)
    return await askOrRemember(parts, call, issuer, target, url, host)
  } catch (error) {
    if (!(error instanceof RedirectRefusal)) throw error
    recordStep(parts, call, issuer, 'authorize', {
      outcome: 'refused',
      status: 302,
      client: target.client,
      ruleId: error.code,
      detail: error.message,
    })
    return toClient(issuer, target.redirectUri, target.state, {
      error: error.code,
      error_description: error.message,
    })
  }
}

async function askOrRemember(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  { client, redirectUri }: VerifiedTarget,
  url: string,
  host: HostHints | undefined,
): Promise<PageAnswer> {
  const kv = new StagedKv({
    store: new OAuthStore(parts.storage.sql, issuer.key),
    client: libraryClient(client),
    now: Date.now,
  })
  const helpers = parts.library.helpers(issuer, kv)
  const httpRequest = canonicalGet(url, call.cookie)
  const parsed = await helpers.parseAuthRequest(httpRequest)
  const request: HostedRequest = host ? { ...parsed, host } : parsed
  const remembers = mayRemember(issuer, client, redirectUri)
  const isRemembered =
    remembers &&
    isOwnNavigation(call.secFetchSite) &&
    (await helpers.isConsentRemembered(httpRequest, request, await rememberOptions(parts.keys(), issuer)))

  let answer: PageAnswer
  if (isRemembered) {
    answer = { kind: 'downstream', ...(await beginSignIn(parts, issuer, helpers, request)) }
  } else {
    const { handle, headers } = await helpers.beginConsent(request)
    answer = {
      kind: 'consent',
      cookies: headers.getSetCookie(),
      view: {
        handle,
        action: issuer.surface.authorizationEndpoint,
        serverName: issuer.server.name,
        clientName: client.name,
        clientDomain: client.domain,
        registration: client.registration,
        redirectHost: redirectHostOf(redirectUri),
        redirectKind:
          redirectKind(redirectUri, issuer.gateway.clientRegistration.privateUseRedirectUris) ?? 'https',
        scopes: request.scope,
        remembers,
      },
    }
  }
  let earliest: number | undefined
  parts.storage.transactionSync(() => {
    earliest = kv.commit()
    recordStep(parts, call, issuer, 'authorize', {
      outcome: 'ok',
      status: isRemembered ? 302 : 200,
      client,
      ...(isRemembered ? { detail: 'The consent of this browser was remembered.' } : {}),
    })
  })
  if (earliest !== undefined) parts.expireAt(earliest)
  return answer
}

/** Where the code goes, as a person reads it: host, or the scheme of a private-use URI. */
function redirectHostOf(redirectUri: string): string {
  const url = new URL(redirectUri)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.host : `${url.protocol}//${url.host}`
}

function countPending(sql: SqlStorage, now: number): number {
  return sql
    .exec<{ pending: number }>(
      "SELECT count(*) AS pending FROM oauth_store WHERE kind = 'transaction' AND expires_at > ?",
      now,
    )
    .one().pending
}
