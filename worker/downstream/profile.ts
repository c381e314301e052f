// From a Gateway row to what is needed to speak in its name (product.md §2, D4).
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { openSecret } from '../crypto/envelope.ts'
import type { MasterKeys } from '../crypto/master-keys.ts'
import { callbackUrl } from '../edge/public-urls.ts'
import type { DownstreamProfile } from './contract.ts'
import { assertionKeyOf } from './own-keys.ts'

export interface ProfileSettings {
  keys: MasterKeys
  /** Main host as an origin. */
  publicOrigin: string
  allowPrivateTargets: boolean
  /** Limen's own origins: the main host and the custom hosts. */
  ownOrigins: readonly string[]
}

/**
 * Opens what one Gateway needs downstream. `needs_review`: somebody has to confirm the endpoints or enter the secret
 * first; no code, secret or refresh token may be sent. Throws SealedSecretError when the client secret does not open.
 */
export async function profileOf(
  gateway: GatewayRow,
  settings: ProfileSettings,
): Promise<DownstreamProfile | 'needs_review'> {
  const { endpoints, clientId } = gateway
  if (gateway.state === 'needs_review' || !endpoints || !clientId) return 'needs_review'
  if (gateway.clientSecret !== null && !isSecretOfOrigin(gateway, endpoints.token_endpoint))
    return 'needs_review'
  const needsSecret =
    gateway.tokenEndpointAuthMethod === 'client_secret_basic' ||
    gateway.tokenEndpointAuthMethod === 'client_secret_post'
  if (needsSecret && gateway.clientSecret === null) return 'needs_review'
  return {
    gateway,
    endpoints,
    clientId,
    clientSecret:
      needsSecret && gateway.clientSecret !== null ? await openClientSecret(gateway, settings.keys) : null,
    redirectUri: callbackUrl(settings.publicOrigin, gateway.id),
    allowPrivateTargets: settings.allowPrivateTargets,
    ownOrigins: settings.ownOrigins,
    assertionKey: () => assertionKeyOf(settings.keys, gateway.id),
  }
}

/** A secret belongs to the origin it was entered for (product.md §2). */
function isSecretOfOrigin(gateway: GatewayRow, tokenEndpoint: string): boolean {
  return gateway.clientSecretOrigin !== null && gateway.clientSecretOrigin === new URL(tokenEndpoint).origin
}

function openClientSecret(gateway: GatewayRow, keys: MasterKeys): Promise<string> {
  const place = [gateway.id, 'client_secret', String(gateway.secretVersion)]
  return openSecret(keys, { owner: gateway.id, place }, gateway.clientSecret ?? '')
}
