// The deployment's own sign-in, in the words of the downstream client, so that one code path exchanges every code and
// verifies every ID token. It has no API behind it: no resource, no audience, no refresh token.
import type { GatewayRow } from '../../../schema/tables/gateways.ts'
import type { DownstreamProfile } from '../../downstream/contract.ts'
import { discover } from '../../downstream/discover.ts'
import type { DownstreamIo, TargetSettings } from '../../downstream/io.ts'
import type { OidcSettings } from '../sign-in-settings.ts'

const FRESH_MS = 10 * 60_000

type Discovered = Pick<GatewayRow, 'endpoints' | 'discovery'>

/** What the issuer publishes, for a while in this isolate: it changes rarely, and a sign-in may wait for it. */
const discovered = new Map<string, Discovered & { at: number }>()

/** The issuer cannot be used as it is configured or as it answers now. `detail` is for the log. */
export class SignInProviderError extends Error {
  override name = 'SignInProviderError'
}

/** Throws SignInProviderError. */
export async function loadSignInProfile(
  settings: OidcSettings,
  redirectUri: string,
  targets: TargetSettings,
  io: DownstreamIo,
): Promise<DownstreamProfile> {
  const { endpoints, discovery } = await loadEndpoints(settings.issuer, targets, io)
  if (!endpoints?.jwks_uri) throw new SignInProviderError(`${settings.issuer} publishes no keys (jwks_uri)`)
  const tokenEndpointAuthMethod = authMethodOf(settings, discovery?.metadata ?? {})
  return {
    gateway: { ...BLANK, ...settingsOfRow(settings), endpoints, discovery, tokenEndpointAuthMethod },
    endpoints,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    redirectUri,
    ...targets,
  }
}

async function loadEndpoints(issuer: string, targets: TargetSettings, io: DownstreamIo): Promise<Discovered> {
  const known = discovered.get(issuer)
  if (known && io.now() - known.at < FRESH_MS) return known
  const { endpoints, report } = await discover(issuer, { provider: 'manual', ...targets }, io)
  if (!endpoints) {
    const faults = report.findings.filter(({ level }) => level === 'error').map(({ message }) => message)
    throw new SignInProviderError(faults.join(' '))
  }
  if (endpoints.issuer !== issuer)
    throw new SignInProviderError(
      `the issuer calls itself ${endpoints.issuer}; set OIDC_ISSUER to exactly that`,
    )
  const entry = { endpoints, discovery: report, at: io.now() }
  discovered.clear()
  discovered.set(issuer, entry)
  return entry
}

/** RFC 8414 §2: `client_secret_basic` where nothing is listed. */
function authMethodOf(
  { clientSecret }: OidcSettings,
  metadata: Record<string, unknown>,
): GatewayRow['tokenEndpointAuthMethod'] {
  if (clientSecret === null) return 'none'
  const listed = metadata['token_endpoint_auth_methods_supported']
  const isPostOnly =
    Array.isArray(listed) && !listed.includes('client_secret_basic') && listed.includes('client_secret_post')
  return isPostOnly ? 'client_secret_post' : 'client_secret_basic'
}

function settingsOfRow({ issuer, clientId, trustsEmail }: OidcSettings) {
  const identity: GatewayRow['identity'] = {
    source: 'id_token',
    claims: {
      subject: 'sub',
      email: 'email',
      emailVerified: 'email_verified',
      organization: null,
      displayName: 'name',
    },
    emailTrust: trustsEmail ? 'always' : 'claim',
  }
  return { authorizationServerUrl: issuer, clientId, identity }
}

const BLANK: Omit<GatewayRow, keyof ReturnType<typeof settingsOfRow> | keyof Discovered> = {
  id: 'sign-in',
  name: 'Sign-in of this deployment',
  description: '',
  provider: 'manual',
  manualOverrides: [],
  registration: 'preregistered',
  resolvedRegistration: 'preregistered',
  clientSecret: null,
  clientSecretOrigin: null,
  clientSecretExpiresAt: null,
  secretVersion: 0,
  tokenEndpointAuthMethod: 'none',
  resource: null,
  audience: null,
  scopes: [],
  scopeStrict: false,
  clientRegistration: { dcr: false, cimd: false, cimdTrustedHosts: [], privateUseRedirectUris: [] },
  consent: 'always',
  accessTokenTtlSeconds: 0,
  refreshTokenTtlSeconds: 0,
  locationHint: null,
  jurisdiction: null,
  state: 'ready',
  stateReason: null,
  restoreId: null,
  version: 1,
  createdAt: 0,
  updatedAt: 0,
}
