// The configured sign-in server, ready to be asked.
import type { Context } from 'hono'
import type { DownstreamProfile } from '../../downstream/contract.ts'
import { platformIo } from '../../downstream/io.ts'
import { ConfigurationError } from '../../crypto/master-keys.ts'
import { settingsOf } from '../../environment.ts'
import { loadSignInProfile, SignInProviderError } from '../../identity/oidc/profile.ts'
import type { OidcSettings } from '../../identity/sign-in-settings.ts'
import { AdminProblem } from '../admin-problem.ts'
import type { AdminEnv } from '../context.ts'
import { loadOwnOrigins } from '../../edge/own-origins.ts'
import { callbackUrlOf } from './urls.ts'

/** Throws ConfigurationError where no OpenID provider is configured, AdminProblem `unavailable` while it cannot be used. */
export async function requireSignInProfile(
  c: Context<AdminEnv>,
  origin: string,
): Promise<{ profile: DownstreamProfile; oidc: OidcSettings }> {
  const { allowPrivateTargets, signIn } = settingsOf(c.env)
  const { oidc } = signIn()
  if (!oidc)
    throw new ConfigurationError('OIDC_ISSUER', 'is not set, so nobody can sign in with OpenID Connect')
  const targets = { allowPrivateTargets, ownOrigins: await loadOwnOrigins(c.env) }
  try {
    return { oidc, profile: await loadSignInProfile(oidc, callbackUrlOf(origin), targets, platformIo) }
  } catch (error) {
    if (!(error instanceof SignInProviderError)) throw error
    throw new AdminProblem(
      'unavailable',
      'The sign-in server cannot be used now. The log of this deployment says why.',
      { cause: error },
    )
  }
}
