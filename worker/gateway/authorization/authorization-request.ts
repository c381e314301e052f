// An authorization request, checked in order (O6, O7, O8, O9; RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2). The order
// is the security rule: `redirectUri` does not exist before client and URI are verified, so nothing earlier can be
// redirected.
import type { Issuer } from '../configuration/configuration.ts'
import type { Client } from './clients/client.ts'
import { findClient } from './clients/find-client.ts'
import { ClientUnavailableError } from './clients/client-unavailable.ts'
import { readParameters, RepeatedParameterError } from './parameters.ts'
import type { AuthorizationParts } from './parts.ts'
import { isChallenge } from './pkce.ts'
import { checkRedirectUri, type VerifiedRedirectUri } from './redirect-uri.ts'
import { PageRefusal, RedirectRefusal } from './refusal.ts'
import { isResource } from './resource.ts'
import { HINT_PARAMETERS } from './same-user/host-hints.ts'
import { decideScopes } from './scopes.ts'

const PARAMETERS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'resource',
  ...HINT_PARAMETERS,
] as const

export type AuthorizationParameters = Readonly<Partial<Record<(typeof PARAMETERS)[number], string>>>

/** Client and redirect URI are verified: from here on, errors go back to the client. */
export interface VerifiedTarget {
  client: Client
  redirectUri: VerifiedRedirectUri
  /** Missing stays missing (O12). */
  state: string | undefined
}

/** O7: a parameter sent twice is refused without a redirect. Throws PageRefusal. */
export function parseAuthorizationParameters(query: string): AuthorizationParameters {
  try {
    return readParameters(query, PARAMETERS)
  } catch (error) {
    if (error instanceof RepeatedParameterError) throw new PageRefusal('invalid_request', error.message)
    throw error
  }
}

/** Throws PageRefusal. */
export async function checkTarget(
  parts: AuthorizationParts,
  issuer: Issuer,
  parameters: Pick<AuthorizationParameters, 'client_id' | 'redirect_uri' | 'state'>,
): Promise<VerifiedTarget> {
  if (!parameters.client_id) throw new PageRefusal('invalid_request', 'The client_id is missing.')
  const client = await loadClient(parts, issuer, parameters.client_id)
  if (!parameters.redirect_uri) throw new PageRefusal('invalid_redirect_uri', 'The redirect_uri is missing.')
  const redirectUri = checkRedirectUri(
    parameters.redirect_uri,
    client.redirectUris,
    issuer.gateway.clientRegistration.privateUseRedirectUris,
  )
  if (!redirectUri) {
    throw new PageRefusal('invalid_redirect_uri', 'The redirect_uri is not one that this app has registered.')
  }
  return { client, redirectUri, state: parameters.state }
}

async function loadClient(parts: AuthorizationParts, issuer: Issuer, clientId: string): Promise<Client> {
  try {
    const verdict = await findClient(parts.clients, issuer, clientId, { onlyKnown: false })
    if (!verdict.known) {
      throw new PageRefusal(verdict.blocked ? 'blocked_client' : 'unknown_client', verdict.reason)
    }
    return verdict.client
  } catch (error) {
    if (!(error instanceof ClientUnavailableError)) throw error
    throw new PageRefusal(
      'temporarily_unavailable',
      'The app cannot be verified now, because its registration or metadata document cannot be read.',
    )
  }
}

/** What is asked for, after client and redirect URI. Throws RedirectRefusal. */
export function checkRequest(issuer: Issuer, parameters: AuthorizationParameters) {
  if (!parameters.response_type) throw new RedirectRefusal('invalid_request', 'The response_type is missing.')
  if (parameters.response_type !== 'code') {
    throw new RedirectRefusal('unsupported_response_type', 'The response_type must be code.')
  }
  if (!isChallenge(parameters.code_challenge) || parameters.code_challenge_method !== 'S256') {
    throw new RedirectRefusal(
      'invalid_request',
      'PKCE with S256 is required (code_challenge of 43 characters).',
    )
  }
  if (parameters.resource !== undefined && !isResource(parameters.resource, issuer.surface.resource)) {
    throw new RedirectRefusal('invalid_target', 'The resource is not the one of this authorization server.')
  }
  const scopes = decideScopes(parameters.scope, issuer.scopes)
  if (!scopes) throw new RedirectRefusal('invalid_scope', 'None of the requested scopes can be granted here.')
  return { codeChallenge: parameters.code_challenge, scopes }
}

/** The request on the canonical URL, from checked values only, as the library parses it (O1). */
export function canonicalAuthorizationUrl(
  issuer: Issuer,
  target: VerifiedTarget,
  request: ReturnType<typeof checkRequest>,
): string {
  const url = new URL(issuer.surface.authorizationEndpoint)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: target.client.id,
    redirect_uri: target.redirectUri,
    scope: request.scopes.join(' '),
    ...(target.state === undefined ? {} : { state: target.state }),
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    resource: issuer.surface.resource,
  }).toString()
  return url.href
}
