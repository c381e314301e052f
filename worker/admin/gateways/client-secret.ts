// The secret with which Limen proves itself at the downstream token endpoint. It belongs to that endpoint's origin.
import type { DownstreamEndpoints, GatewayRow } from '../../../schema/tables/gateways.ts'
import { sealSecret } from '../../crypto/envelope.ts'
import { settingsOf, type Env } from '../../environment.ts'

export type ClientSecretColumns = Pick<GatewayRow, 'clientSecret' | 'clientSecretOrigin' | 'secretVersion'>

/** Seals a secret for the Gateway under the next version. Throws ConfigurationError without MASTER_KEYS. */
export async function sealClientSecret(
  env: Env,
  gateway: { id: string; secretVersion: number },
  endpoints: DownstreamEndpoints,
  plaintext: string,
): Promise<ClientSecretColumns> {
  const secretVersion = gateway.secretVersion + 1
  const place = [gateway.id, 'client_secret', String(secretVersion)]
  return {
    clientSecret: await sealSecret(settingsOf(env).masterKeys(), { owner: gateway.id, place }, plaintext),
    clientSecretOrigin: new URL(endpoints.token_endpoint).origin,
    secretVersion,
  }
}

export function clearedClientSecret(gateway: { secretVersion: number }): ClientSecretColumns {
  return { clientSecret: null, clientSecretOrigin: null, secretVersion: gateway.secretVersion + 1 }
}
