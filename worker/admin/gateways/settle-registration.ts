// How Limen is known at the downstream, settled while saving (D2): entered client id, client document, or registration now.
import type { GatewayRow } from '../../../schema/tables/gateways.ts'
import {
  registerDownstream,
  type RegistrationRequest,
  type RegistrationResult,
} from '../../downstream/register.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { invalidField, invalidFields } from '../admin-problem.ts'
import { loadOwnOrigins } from '../../edge/own-origins.ts'
import type { IssuedSecret } from './client-secret.ts'

export interface SettledRegistration {
  resolvedRegistration: NonNullable<GatewayRow['resolvedRegistration']>
  clientId: string
  tokenEndpointAuthMethod: GatewayRow['tokenEndpointAuthMethod']
  /** Only from a dynamic registration, to be sealed. */
  issuedSecret: IssuedSecret | null
}

/**
 * `gateway` as it would be saved, with its endpoints pinned; `clientId` null where none was entered. Throws
 * AdminProblem `validation` beside the field that would settle it, usually `clientId`.
 */
export async function settleRegistration(
  env: Env,
  gateway: RegistrationRequest['gateway'],
): Promise<SettledRegistration> {
  const { publicOrigin, allowPrivateTargets } = settingsOf(env)
  const result = await registerDownstream({
    gateway,
    publicOrigin,
    allowPrivateTargets,
    ownOrigins: await loadOwnOrigins(env),
  })
  if (!result.ok) throw refused(result)
  return {
    resolvedRegistration: result.registration,
    clientId: result.clientId,
    tokenEndpointAuthMethod: result.tokenEndpointAuthMethod,
    issuedSecret:
      result.clientSecret === null
        ? null
        : { value: result.clientSecret, expiresAt: result.clientSecretExpiresAt },
  }
}

/** A server that does not register Limen by itself: the form keeps its values and asks for what somebody got there. */
const REFUSED_BY_SERVER: ReadonlySet<string> = new Set(['dcr_refused', 'dcr_unusable', 'dcr_unreachable'])

function refused({ code, field, message }: Extract<RegistrationResult, { ok: false }>) {
  if (!REFUSED_BY_SERVER.has(code)) return invalidField(field, message)
  return invalidFields([
    { path: field, message },
    {
      path: 'clientId',
      message: 'enter the client id that the server gave; registration is then "preregistered"',
    },
    { path: 'clientSecret', message: 'enter the secret that came with it, where there is one' },
  ])
}

/** Secrets that a token endpoint wants to see (D4). */
export function needsClientSecret(method: GatewayRow['tokenEndpointAuthMethod']): boolean {
  return method === 'client_secret_basic' || method === 'client_secret_post'
}
