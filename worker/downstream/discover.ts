// Discovery of a downstream authorization server (D1; RFC 8414 §3, OIDC Discovery §4).
import type { DiscoveryReport, DownstreamEndpoints, GatewayRow } from '../../schema/tables/gateways.ts'
import { platformIo, type DownstreamIo, type TargetSettings } from './io.ts'

export interface DiscoveryOptions extends TargetSettings {
  provider: GatewayRow['provider']
}

export interface Discovery {
  report: DiscoveryReport
  /** What could be pinned; null where the document is missing, inconsistent or incomplete. */
  endpoints: DownstreamEndpoints | null
}

/** Never throws: what went wrong stands in `report.findings`. `input` is an issuer or a metadata URL. */
export async function discover(
  _input: string,
  _options: DiscoveryOptions,
  _io: DownstreamIo = platformIo,
): Promise<Discovery> {
  throw new Error('not built yet')
}
