// Grants belong to the authorization server that made them. Pure.
import type { Gateway } from '../../../schema/api/gateways.ts'
import type { GatewayRow } from '../../../schema/tables/gateways.ts'

/** What an admin has to know and can do when the issuer of a Gateway is another one after a change. */
export function issuerWarning(before: GatewayRow, after: GatewayRow): Gateway['warnings'] {
  const [old, now] = [before.endpoints?.issuer, after.endpoints?.issuer]
  if (old === undefined || old === now) return []
  return [
    {
      field: 'endpoints.issuer',
      code: 'grants_of_old_issuer',
      message: `Grants made at ${old} are never sent to ${now ?? 'another server'}: they answer 503 gateway_needs_review when their access token ends. End them with POST /api/v1/grants/revoke {"gatewayId": "${after.id}", "issuer": "${old}"}, so that their users sign in again.`,
    },
  ]
}
