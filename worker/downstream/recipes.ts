// What each kind of authorization server wants besides the standards (product.md §2). One row for each provider; the
// reasons are the providers' own documents, named beside the facts. Pure.
import type { GatewayRow, IdentitySettings } from '../../schema/tables/gateways.ts'

export type Provider = GatewayRow['provider']

/** What a recipe may look at. */
export type RecipeSubject = Pick<
  GatewayRow,
  'provider' | 'resource' | 'audience' | 'clientId' | 'identity' | 'discovery' | 'scopes'
>

export interface Recipe {
  /** How the issuer of this provider looks, shown beside the field. */
  issuerForm: string
  /** What people paste → the issuer byte for byte as the provider writes it. */
  issuerOf: (input: string) => string
  /** Why this issuer cannot work, in one sentence that says what to do; null when it can. */
  issuerFault: (issuer: string) => string | null
  /** Which parameter names the API (D5). `as_set`: whichever the admin filled in. */
  target: 'resource' | 'audience' | 'neither' | 'as_set'
  /** What stands before every API scope on the wire. */
  scopePrefix: (gateway: RecipeSubject) => string
  /** Scopes asked for besides the API's: identity and offline access. */
  extraScopes: (gateway: RecipeSubject) => readonly string[]
  /** Authorization parameters without which there is no refresh token. */
  offlineParameters: (gateway: RecipeSubject) => Readonly<Record<string, string>>
  /** How the provider is made to ask for another account. */
  forceLogin: (gateway: RecipeSubject) => Readonly<Record<string, string>>
  /** How the provider is made to ask for credentials, also where it knows the person (OIDC Core §3.1.2.1). */
  freshLogin: (gateway: RecipeSubject) => Readonly<Record<string, string>>
  /** Whether a refresh must repeat the scopes to get a token for the same API. */
  refreshRepeatsScope: boolean
  /** Proposed identity settings of a new Gateway. */
  identity: IdentitySettings
  /** What admins should know, shown beside the provider. */
  note: string | null
}

const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access']

const OIDC_IDENTITY: IdentitySettings = {
  source: 'id_token',
  claims: {
    subject: 'sub',
    email: 'email',
    emailVerified: 'email_verified',
    organization: null,
    displayName: 'name',
  },
  emailTrust: 'claim',
}

const standard: Recipe = {
  issuerForm: 'https://auth.example.com',
  issuerOf: (input) => input,
  issuerFault: () => null,
  target: 'as_set',
  scopePrefix: () => '',
  extraScopes: () => OIDC_SCOPES,
  offlineParameters: () => ({}),
  forceLogin: () => ({ prompt: 'login' }),
  freshLogin: () => ({ prompt: 'login', max_age: '0' }),
  refreshRepeatsScope: false,
  identity: OIDC_IDENTITY,
  note: null,
}

export const recipes: Readonly<Record<Provider, Recipe>> = {
  /** Asks only for what the server says it knows; Google's own way to refresh tokens is `access_type`. */
  manual: {
    ...standard,
    extraScopes: manualExtraScopes,
    offlineParameters: manualOfflineParameters,
    // developers.google.com/identity: Google knows no `prompt=login`.
    forceLogin: (gateway) => ({ prompt: isGoogle(gateway) ? 'select_account' : 'login' }),
    freshLogin: (gateway) => ({ prompt: isGoogle(gateway) ? 'select_account' : 'login', max_age: '0' }),
  },

  /**
   * auth0.com/docs: the issuer ends with a slash; `audience` names the API, and wins where `resource` is sent too
   * (Resource Parameter Compatibility Profile). Whether revoking deletes the grant is a tenant setting.
   */
  auth0: {
    ...standard,
    issuerForm: 'https://<tenant>.auth0.com/',
    issuerOf: withTrailingSlash,
    target: 'audience',
    identity: { ...OIDC_IDENTITY, claims: { ...OIDC_IDENTITY.claims, organization: 'org_id' } },
    note: 'Enable "Allow Offline Access" for the API in Auth0, or no refresh token is issued.',
  },

  /**
   * learn.microsoft.com/entra: v2.0 refuses `resource` (AADSTS901002, AADSTS9010010); the API stands in front of each
   * scope, in a refresh too, else the token is for Graph. `oid` + `tid` identify a user; `email` is editable there.
   */
  entra: {
    ...standard,
    issuerForm: 'https://login.microsoftonline.com/<tenant id>/v2.0',
    issuerOf: withoutTrailingSlash,
    issuerFault: entraIssuerFault,
    target: 'neither',
    scopePrefix: entraScopePrefix,
    refreshRepeatsScope: true,
    identity: {
      source: 'id_token',
      claims: {
        subject: 'oid',
        email: 'email',
        emailVerified: 'email_verified',
        organization: 'tid',
        displayName: 'name',
      },
      emailTrust: 'never',
    },
    forceLogin: () => ({ prompt: 'select_account' }),
    note: 'Enter the application ID URI of the API (api://…) as resource; Limen puts it in front of each scope.',
  },

  /**
   * developer.okta.com: the audience belongs to the custom authorization server, so no parameter names it. Revoking a
   * refresh token revokes its access token too.
   */
  okta: {
    ...standard,
    issuerForm: 'https://<org>.okta.com/oauth2/<authorization server id>',
    issuerOf: withoutTrailingSlash,
    target: 'neither',
    note: 'Use a custom authorization server: the org server issues no tokens for your own APIs.',
  },

  /**
   * workos.com/docs: resource indicators (RFC 8707) are configured per environment. Revocation ends the rotated family
   * and leaves the user's other refresh tokens.
   */
  workos: {
    ...standard,
    issuerForm: 'https://<subdomain>.authkit.app',
    issuerOf: withoutTrailingSlash,
    target: 'resource',
    identity: { ...OIDC_IDENTITY, claims: { ...OIDC_IDENTITY.claims, organization: 'org_id' } },
    note: 'Add the resource to the MCP resource indicators in the WorkOS dashboard.',
  },

  /**
   * keycloak.org: `resource` is not known there; an audience mapper of a client scope sets `aud`. Revoking a refresh
   * token also withdraws the user's consent for the client (keycloak/keycloak#12916).
   */
  keycloak: {
    ...standard,
    issuerForm: 'https://<host>/realms/<realm>',
    issuerOf: withoutTrailingSlash,
    target: 'neither',
    identity: { ...OIDC_IDENTITY, claims: { ...OIDC_IDENTITY.claims, displayName: 'preferred_username' } },
    note: 'Set the audience of the API with an audience mapper in a client scope.',
  },

  /** sqlos.dev: resource indicators; client documents and dynamic clients are public clients (`none`) only. */
  sqlos: {
    ...standard,
    issuerForm: 'https://<host>/sqlos/auth',
    issuerOf: withoutTrailingSlash,
    target: 'resource',
    identity: { ...OIDC_IDENTITY, claims: { ...OIDC_IDENTITY.claims, organization: 'org_id' } },
  },
}

export function recipeOf(provider: Provider): Recipe {
  return recipes[provider]
}

function withTrailingSlash(input: string): string {
  return input.endsWith('/') ? input : `${input}/`
}

function withoutTrailingSlash(input: string): string {
  return input.replace(/\/+$/, '')
}

/** What the server lists, and `offline_access` where an admin entered it, because it lists it nowhere. */
function scopesSupported(gateway: RecipeSubject): readonly unknown[] {
  const listed: unknown = gateway.discovery?.metadata?.['scopes_supported']
  const entered = gateway.scopes.filter((scope) => scope === 'offline_access')
  return Array.isArray(listed) ? [...(listed as unknown[]), ...entered] : entered
}

function isGoogle(gateway: RecipeSubject): boolean {
  return gateway.discovery?.metadata?.['issuer'] === 'https://accounts.google.com'
}

/** `openid` where the identity needs it, the rest only where the server lists it: an unknown scope fails the sign-in. */
function manualExtraScopes(gateway: RecipeSubject): readonly string[] {
  const supported = scopesSupported(gateway)
  const isOidc = gateway.identity.source === 'id_token' || gateway.identity.source === 'userinfo'
  if (!isOidc) return supported.includes('offline_access') ? ['offline_access'] : []
  return OIDC_SCOPES.filter((scope) => scope === 'openid' || supported.includes(scope))
}

/** OIDC Core §11: `offline_access` is honoured only together with `prompt=consent`. */
function manualOfflineParameters(gateway: RecipeSubject): Readonly<Record<string, string>> {
  if (isGoogle(gateway)) return { access_type: 'offline', prompt: 'consent' }
  return scopesSupported(gateway).includes('offline_access') ? { prompt: 'consent' } : {}
}

function entraScopePrefix(gateway: RecipeSubject): string {
  const api = gateway.resource ?? gateway.audience
  return api === null ? '' : `${withoutTrailingSlash(api)}/`
}

function entraIssuerFault(issuer: string): string | null {
  const [tenant, version] = new URL(issuer).pathname.split('/').filter(Boolean)
  if (tenant === undefined || ['common', 'organizations', 'consumers'].includes(tenant))
    return 'Enter the address of one tenant: tokens of "common" and "organizations" name another issuer for each tenant.'
  if (version !== 'v2.0') return 'Enter the v2.0 address, which ends with /v2.0.'
  return null
}
