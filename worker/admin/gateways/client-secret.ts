// The secret with which Limen proves itself at the downstream token endpoint. It belongs to that endpoint's origin.
import type { DownstreamEndpoints, GatewayRow } from '../../../schema/tables/gateways.ts'
import { sealSecret } from '../../crypto/envelope.ts'
import { settingsOf, type Env } from '../../environment.ts'

export type ClientSecretColumns = Pick<
  GatewayRow,
  'clientSecret' | 'clientSecretOrigin' | 'clientSecretExpiresAt' | 'secretVersion'
>

/** A secret from a dynamic registration; `expiresAt` in ms since 1970, null: never. */
export interface IssuedSecret {
  value: string
  expiresAt: number | null
}

/** Seals a secret, entered or issued, for the Gateway under the next version. Throws ConfigurationError without MASTER_KEYS. */
export async function sealClientSecret(
  env: Env,
  gateway: { id: string; secretVersion: number },
  endpoints: DownstreamEndpoints,
  secret: string | IssuedSecret,
): Promise<ClientSecretColumns> {
  const { value, expiresAt } = typeof secret === 'string' ? { value: secret, expiresAt: null } : secret
  const secretVersion = gateway.secretVersion + 1
  const place = [gateway.id, 'client_secret', String(secretVersion)]
  return {
    clientSecret: await sealSecret(settingsOf(env).masterKeys(), { owner: gateway.id, place }, value),
    clientSecretOrigin: new URL(endpoints.token_endpoint).origin,
    clientSecretExpiresAt: expiresAt,
    secretVersion,
  }
}

export function clearedClientSecret(gateway: { secretVersion: number }): ClientSecretColumns {
  return {
    clientSecret: null,
    clientSecretOrigin: null,
    clientSecretExpiresAt: null,
    secretVersion: gateway.secretVersion + 1,
  }
}
