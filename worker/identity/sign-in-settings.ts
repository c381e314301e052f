// How people sign in at this deployment, from its environment (product.md §10). Parsed when first needed: a wrong
// variable here closes the admin plane's sign-in and nothing else.
import { ConfigurationError } from '../crypto/master-keys.ts'
import type { Env } from '../environment.ts'

export interface OidcSettings {
  issuer: string
  clientId: string
  clientSecret: string | null
  scopes: readonly string[]
  /** Every e-mail that the issuer names counts as verified, although it does not say so. */
  trustsEmail: boolean
}

export interface AccessSettings {
  /** Issuer of the assertions, and origin of their keys. */
  teamOrigin: string
  /** The application's AUD tag. */
  audience: string
}

export interface SignInSettings {
  /** Where people use the admin plane; their links and redirects lead there. */
  dashboardOrigin: string
  /** Origins whose pages may write with a session. */
  writeOrigins: readonly string[]
  /** Origins at which a sign-in may happen. */
  signInOrigins: readonly string[]
  oidc: OidcSettings | null
  access: AccessSettings | null
}

interface Deployment {
  publicOrigin: string
  dashboardOrigin: string
  adminApiOnPublicOrigin: boolean
  allowPrivateTargets: boolean
}

/** Throws ConfigurationError naming the variable. */
export function parseSignInSettings(env: Env, deployment: Deployment): SignInSettings {
  const { publicOrigin, dashboardOrigin, adminApiOnPublicOrigin } = deployment
  return {
    dashboardOrigin,
    writeOrigins: [...new Set(adminApiOnPublicOrigin ? [dashboardOrigin, publicOrigin] : [dashboardOrigin])],
    signInOrigins: [...new Set([dashboardOrigin, publicOrigin])],
    oidc: parseOidc(env, deployment),
    access: parseAccess(env, deployment),
  }
}

function parseOidc(env: Env, { allowPrivateTargets }: Deployment): OidcSettings | null {
  if (!env.OIDC_ISSUER && !env.OIDC_CLIENT_ID) return null
  if (!env.OIDC_ISSUER) throw new ConfigurationError('OIDC_ISSUER', 'is not set, although OIDC_CLIENT_ID is')
  if (!env.OIDC_CLIENT_ID)
    throw new ConfigurationError('OIDC_CLIENT_ID', 'is not set, although OIDC_ISSUER is')
  parseUrl('OIDC_ISSUER', env.OIDC_ISSUER, allowPrivateTargets)
  const scopes = (env.OIDC_SCOPES || 'openid email profile').split(/\s+/).filter(Boolean)
  if (!scopes.includes('openid')) throw new ConfigurationError('OIDC_SCOPES', 'must contain openid')
  return {
    // Byte for byte as it was entered: issuers are compared, not normalised (OIDC Discovery §4.3).
    issuer: env.OIDC_ISSUER,
    clientId: env.OIDC_CLIENT_ID,
    clientSecret: env.OIDC_CLIENT_SECRET || null,
    scopes,
    trustsEmail: env.OIDC_TRUST_EMAIL === 'true',
  }
}

function parseAccess(env: Env, { allowPrivateTargets }: Deployment): AccessSettings | null {
  const { CLOUDFLARE_ACCESS_TEAM_DOMAIN: team, CLOUDFLARE_ACCESS_AUDIENCE: audience } = env
  if (!team && !audience) return null
  if (!team) throw new ConfigurationError('CLOUDFLARE_ACCESS_TEAM_DOMAIN', 'is not set')
  // Without it an assertion for any other application of the team would sign in here.
  if (!audience) throw new ConfigurationError('CLOUDFLARE_ACCESS_AUDIENCE', 'is not set')
  const text = team.includes('://') ? team : `https://${team}`
  const url = parseUrl('CLOUDFLARE_ACCESS_TEAM_DOMAIN', text, allowPrivateTargets)
  return { teamOrigin: url.origin, audience }
}

function parseUrl(variable: string, text: string, allowHttp: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isAllowed = url?.protocol === 'https:' || (allowHttp && url?.protocol === 'http:')
  if (!url || !isAllowed || url.username || url.password || url.search || url.hash) {
    throw new ConfigurationError(variable, 'must be a URL such as https://login.example.com')
  }
  return url
}
