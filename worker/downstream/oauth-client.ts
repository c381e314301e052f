// The bridge to oauth4webapi: our profile as its server, client, authentication and transport (D4, S10).
import * as oauth from 'oauth4webapi'
import type { DownstreamProfile } from './contract.ts'
import { exchange, type DownstreamIo } from './io.ts'
import { recipeOf } from './recipes.ts'

export function serverOf(profile: DownstreamProfile): oauth.AuthorizationServer {
  const promisesIss = profile.gateway.discovery?.metadata?.['authorization_response_iss_parameter_supported']
  return { ...profile.endpoints, authorization_response_iss_parameter_supported: promisesIss === true }
}

export function clientOf(profile: DownstreamProfile): oauth.Client {
  return { client_id: profile.clientId }
}

/** D4. Throws when the profile lacks what its method needs. */
export async function clientAuthenticationOf(profile: DownstreamProfile): Promise<oauth.ClientAuth> {
  switch (profile.gateway.tokenEndpointAuthMethod) {
    case 'none':
      return oauth.None()
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(secretOf(profile))
    case 'client_secret_post':
      return oauth.ClientSecretPost(secretOf(profile))
    case 'private_key_jwt': {
      if (!profile.assertionKey) throw new Error('the profile has no key for private_key_jwt')
      return oauth.PrivateKeyJwt(await profile.assertionKey())
    }
  }
}

function secretOf(profile: DownstreamProfile): string {
  if (profile.clientSecret === null) throw new Error('the client secret is missing')
  return profile.clientSecret
}

/**
 * A secret or assertion may reach the pinned token endpoint and its own neighbours only (D4): never an endpoint of
 * another origin, pinned or not.
 */
export function mayAuthenticateAt(profile: DownstreamProfile, endpoint: string): boolean {
  if (profile.gateway.tokenEndpointAuthMethod === 'none') return true
  return new URL(endpoint).origin === new URL(profile.endpoints.token_endpoint).origin
}

/** D5: what names the API goes on every request. */
export function targetParameters(profile: DownstreamProfile): Record<string, string> {
  const { gateway } = profile
  const { target } = recipeOf(gateway.provider)
  const parameters: Record<string, string> = {}
  if (target === 'neither') return parameters
  const audience = target === 'audience' ? (gateway.audience ?? gateway.resource) : gateway.audience
  if (target !== 'audience' && gateway.resource !== null) parameters['resource'] = gateway.resource
  if (target !== 'resource' && audience !== null) parameters['audience'] = audience
  return parameters
}

/** Options for every oauth4webapi request; `onSent` fires when the request leaves. */
export function transportOf(profile: DownstreamProfile, io: DownstreamIo, onSent?: () => void) {
  return {
    [oauth.allowInsecureRequests]: profile.allowPrivateTargets,
    [oauth.customFetch]: (
      url: string,
      init: { method: string; headers: Record<string, string>; body?: unknown },
    ): Promise<Response> => {
      onSent?.()
      const body = init.body instanceof URLSearchParams ? init.body.toString() : null
      return exchange(url, { method: init.method, headers: init.headers, body }, profile, io)
    },
  }
}
