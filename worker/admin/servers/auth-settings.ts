// What goes with each auth mode (product.md §3): a setting of another mode is refused where it is sent, and falls away
// where it was left from before, so that a server never becomes open by editing something else.
import type { Passthrough, ServerRow, UpstreamAuth } from '../../../schema/tables/servers.ts'
import { headerName } from '../../../schema/api/servers.ts'
import { invalidField } from '../admin-problem.ts'

export type AuthSettings = Pick<ServerRow, 'authMode' | 'open' | 'upstreamAuth' | 'passthrough'>

const SHARED_BEARER: UpstreamAuth = { placement: 'bearer', name: null, prefix: '', keyOwner: 'shared' }
const UNVERIFIED: Passthrough = { authorizationServers: [], scopes: [], verification: null }

/** The settings as they shall be. Pure. Throws AdminProblem `validation`. */
export function settleAuthSettings(
  entered: Partial<AuthSettings>,
  before: AuthSettings | null,
): AuthSettings {
  const authMode = entered.authMode ?? before?.authMode ?? 'oauth'
  if (entered.open === true && authMode !== 'none') throw foreignSetting('open', 'none', authMode)
  if (entered.upstreamAuth && authMode !== 'api_key') {
    throw foreignSetting('upstreamAuth', 'api_key', authMode)
  }
  if (entered.passthrough && authMode !== 'passthrough') {
    throw foreignSetting('passthrough', 'passthrough', authMode)
  }
  return {
    authMode,
    open: authMode === 'none' && (entered.open ?? before?.open ?? false),
    upstreamAuth:
      authMode === 'api_key'
        ? checkUpstreamAuth(entered.upstreamAuth ?? before?.upstreamAuth ?? SHARED_BEARER)
        : null,
    passthrough:
      authMode === 'passthrough' ? (entered.passthrough ?? before?.passthrough ?? UNVERIFIED) : null,
  }
}

/** Access tokens exist for these modes only. */
export function takesAccessTokens({ authMode }: Pick<ServerRow, 'authMode'>): boolean {
  return authMode === 'api_key' || authMode === 'none'
}

export function wantsSharedKey({ authMode, upstreamAuth }: AuthSettings): boolean {
  return authMode === 'api_key' && upstreamAuth?.keyOwner === 'shared'
}

function checkUpstreamAuth(auth: UpstreamAuth): UpstreamAuth {
  const path = 'upstreamAuth.name'
  if (auth.placement === 'bearer') {
    if (auth.name === null) return auth
    throw invalidField(path, 'a bearer key always stands in "authorization"; send null')
  }
  if (auth.name === null || auth.name === '') {
    throw invalidField(path, `is required for a key in the ${auth.placement}`)
  }
  if (auth.placement === 'query') return auth
  const name = headerName.safeParse(auth.name)
  if (!name.success) throw invalidField(path, 'must be a header name such as x-api-key')
  return { ...auth, name: name.data }
}

function foreignSetting(path: string, only: string, authMode: string) {
  return invalidField(path, `is for the auth mode "${only}"; this server has "${authMode}"`)
}
