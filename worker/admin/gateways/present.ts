// A Gateway as admins see it: everything but its secret. Pure.
import type { Gateway } from '../../../schema/api/gateways.ts'
import type { GatewayRow } from '../../../schema/tables/gateways.ts'
import { callbackUrl, ownClientDocumentUrl, ownJwksUrl } from '../../edge/public-urls.ts'

export function presentGateway(
  row: GatewayRow,
  publicOrigin: string,
  attachmentCount: number,
  warnings: Gateway['warnings'] = [],
): Gateway {
  return {
    ...auditedGateway(row),
    discovery: row.discovery,
    callbackUrl: callbackUrl(publicOrigin, row.id),
    clientDocumentUrl: ownClientDocumentUrl(publicOrigin, row.id),
    clientJwksUrl: ownJwksUrl(publicOrigin, row.id),
    attachmentCount,
    warnings,
  }
}

/** The state that an audit row keeps. */
export function auditedGateway(row: GatewayRow) {
  const {
    clientSecret,
    clientSecretOrigin: _origin,
    secretVersion: _version,
    restoreId: _restore,
    discovery: _report,
    ...rest
  } = row
  return { ...rest, clientSecretSet: clientSecret !== null }
}
