// How Limen becomes a client of the downstream authorization server (D2).
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { platformIo, type DownstreamIo, type TargetSettings } from './io.ts'

export interface RegistrationRequest extends TargetSettings {
  gateway: Pick<
    GatewayRow,
    | 'id'
    | 'name'
    | 'registration'
    | 'clientId'
    | 'tokenEndpointAuthMethod'
    | 'endpoints'
    | 'discovery'
    | 'scopes'
  >
  hasSecret: boolean
  /** Main host as an origin. */
  publicOrigin: string
}

export type RegistrationResult =
  | {
      ok: true
      registration: 'preregistered' | 'cimd' | 'dcr' | 'manual'
      clientId: string
      /** Only from a dynamic registration; to be sealed for the origin of the token endpoint. */
      clientSecret: string | null
      tokenEndpointAuthMethod: GatewayRow['tokenEndpointAuthMethod']
    }
  /** Somebody has to enter client id and secret; `field` names where. */
  | { ok: false; code: string; field: string; message: string }

/** Never throws. */
export async function registerDownstream(
  _request: RegistrationRequest,
  _io: DownstreamIo = platformIo,
): Promise<RegistrationResult> {
  throw new Error('not built yet')
}
