// Grants belong to the authorization server that made them, and to the client they were made for. Pure.
import type { Gateway } from '../../../schema/api/gateways.ts'
import type { GatewayRow } from '../../../schema/tables/gateways.ts'

/** What an admin has to know and can do when a change leaves the grants of a Gateway behind. */
export function grantWarnings(before: GatewayRow, after: GatewayRow): Gateway['warnings'] {
  const [old, now] = [before.endpoints?.issuer, after.endpoints?.issuer]
  if (old === undefined) return []
  const end = `POST /api/v1/grants/revoke {"gatewayId": "${after.id}", "issuer": "${old}"}`
  if (old !== now) {
    return [
      {
        field: 'endpoints.issuer',
        code: 'grants_of_old_issuer',
        message: `Grants made at ${old} are never sent to ${now ?? 'another server'}: they answer 503 gateway_needs_review when their access token ends. End them with ${end}, so that their users sign in again.`,
      },
    ]
  }
  if (before.clientId === null || before.clientId === after.clientId) return []
  return [
    {
      field: 'clientId',
      code: 'grants_of_old_client',
      message: `Grants made for the client ${before.clientId} are never sent as ${after.clientId ?? 'another one'}: they answer 503 gateway_needs_review when their access token ends, and go on when clientId is ${before.clientId} again. If it is gone for good, end them now with ${end}, so that their users sign in again.`,
    },
  ]
}
