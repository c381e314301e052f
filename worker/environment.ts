// The environment, parsed once at the door. Nothing else reads `env` variables.
import { ConfigurationError, parseMasterKeys, type MasterKeys } from './crypto/master-keys.ts'
import type { GatewayObject } from './gateway/object.ts'
import type { MeterObject } from './meter/object.ts'
import { parseSignInSettings, type SignInSettings } from './identity/sign-in-settings.ts'

/** Bindings and variables as wrangler.toml and the secrets give them. */
export interface Env {
  DB: D1Database
  KV: KVNamespace
  GATEWAY: DurableObjectNamespace<GatewayObject>
  METER: DurableObjectNamespace<MeterObject>
  /** A message is the JSON text of an array of log events. */
  LOG_QUEUE: Queue<string>
  ASSETS?: Fetcher
  PUBLIC_ORIGIN: string
  ADMIN_SECRET?: string
  MASTER_KEYS?: string
  ADMIN_API_ON_PUBLIC_ORIGIN?: string
  ALLOW_PRIVATE_TARGETS?: string
  REVOCATION_CACHE_SECONDS?: string
  BODY_BYTES_MAX?: string
  ORGANIZATION_DOMAINS?: string
  LOG_CALL_RETENTION_DAYS?: string
  LOG_AUDIT_RETENTION_DAYS?: string
  LOG_ROWS_MAX?: string
  DASHBOARD_ORIGIN?: string
  OIDC_ISSUER?: string
  OIDC_CLIENT_ID?: string
  OIDC_CLIENT_SECRET?: string
  OIDC_SCOPES?: string
  OIDC_TRUST_EMAIL?: string
  CLOUDFLARE_ACCESS_TEAM_DOMAIN?: string
  CLOUDFLARE_ACCESS_AUDIENCE?: string
}

/** Parsed settings. Lazy where one missing value must not take down what does not need it. */
export interface Settings {
  /** Main host as an origin, without a trailing slash. */
  publicOrigin: string
  /** Where the dashboard's pages are. Throws ConfigurationError, as those below do, for whoever needs it alone. */
  dashboardOrigin: () => string
  /** Its host, with a port where it has one. */
  publicHost: string
  /** At least 32 characters, or undefined (then the admin API answers 503). */
  adminSecret: string | undefined
  /** Throws ConfigurationError when MASTER_KEYS is missing or wrong: callers fail closed with 503. */
  masterKeys: () => MasterKeys
  adminApiOnPublicOrigin: boolean
  allowPrivateTargets: boolean
  /** How long a credential answer may be reused, 0–10 s (P8). */
  revocationCacheMs: number
  bodyBytesMax: number
  /** Mail domains of the organization in lower case: whom `x-mcp-user` may name (product.md §6). */
  organizationDomains: readonly string[]
  callRetentionDays: number
  auditRetentionDays: number
  logRowsMax: number
  /** Throws ConfigurationError: only signing in needs it. */
  signIn: () => SignInSettings
}

const parsed = new WeakMap<object, Settings>()

/** Parses the environment, once per isolate. Throws ConfigurationError naming the variable. */
export function settingsOf(env: Env): Settings {
  const known = parsed.get(env)
  if (known) return known
  const settings = parseSettings(env)
  parsed.set(env, settings)
  return settings
}

function parseSettings(env: Env): Settings {
  let keys: MasterKeys | undefined
  let signIn: SignInSettings | undefined
  const publicOrigin = parseOrigin('PUBLIC_ORIGIN', env.PUBLIC_ORIGIN)
  const dashboardOrigin = () =>
    env.DASHBOARD_ORIGIN ? parseOrigin('DASHBOARD_ORIGIN', env.DASHBOARD_ORIGIN) : publicOrigin
  const adminApiOnPublicOrigin = env.ADMIN_API_ON_PUBLIC_ORIGIN === 'true'
  const allowPrivateTargets = env.ALLOW_PRIVATE_TARGETS === 'true'
  return {
    publicOrigin,
    dashboardOrigin,
    publicHost: new URL(publicOrigin).host,
    adminSecret: env.ADMIN_SECRET && env.ADMIN_SECRET.length >= 32 ? env.ADMIN_SECRET : undefined,
    masterKeys: () => (keys ??= parseMasterKeys(env.MASTER_KEYS)),
    adminApiOnPublicOrigin,
    allowPrivateTargets,
    revocationCacheMs:
      parseInteger('REVOCATION_CACHE_SECONDS', env.REVOCATION_CACHE_SECONDS, 10, 0, 10) * 1_000,
    bodyBytesMax: parseInteger(
      'BODY_BYTES_MAX',
      env.BODY_BYTES_MAX,
      4 * 1024 * 1024,
      1_024,
      32 * 1024 * 1024,
    ),
    organizationDomains: parseDomains('ORGANIZATION_DOMAINS', env.ORGANIZATION_DOMAINS),
    callRetentionDays: parseInteger('LOG_CALL_RETENTION_DAYS', env.LOG_CALL_RETENTION_DAYS, 30, 1, 3_650),
    auditRetentionDays: parseInteger('LOG_AUDIT_RETENTION_DAYS', env.LOG_AUDIT_RETENTION_DAYS, 400, 1, 3_650),
    logRowsMax: parseInteger('LOG_ROWS_MAX', env.LOG_ROWS_MAX, 5_000_000, 1_000, 100_000_000),
    signIn: () =>
      (signIn ??= parseSignInSettings(env, {
        publicOrigin,
        dashboardOrigin: dashboardOrigin(),
        adminApiOnPublicOrigin,
        allowPrivateTargets,
      })),
  }
}

function parseOrigin(variable: string, text: string | undefined): string {
  const url = text && URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.origin !== text?.replace(/\/$/, '')) {
    throw new ConfigurationError(variable, 'must be an origin such as https://mcp.example.com')
  }
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new ConfigurationError(
      variable,
      'must be https (plain http only for localhost, 127.0.0.1 and [::1])',
    )
  }
  return url.origin
}

function parseDomains(variable: string, text: string | undefined): string[] {
  const domains = (text ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
  const wrong = domains.find((domain) => !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domain))
  if (wrong !== undefined) {
    throw new ConfigurationError(variable, 'must be domains such as "example.com, example.org"')
  }
  return domains
}

function parseInteger(
  variable: string,
  text: string | undefined,
  fallback: number,
  min: number,
  max: number,
): number {
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigurationError(variable, `must be a whole number from ${min} to ${max}`)
  }
  return value
}
