// What holds now against what the authorization server names, for the endpoints that matter. Pure.
import type { Gateway } from '../../../../schema/api/gateways.ts'
import { ENDPOINT_FIELDS } from '../form/gateway-values.ts'

export interface EndpointChange {
  field: string
  before: string | undefined
  after: string | undefined
}

/** A pinned override stays as it is, whatever the server says. */
export function endpointChanges(
  gateway: Pick<Gateway, 'endpoints' | 'discovery' | 'manualOverrides'>,
): EndpointChange[] {
  const { endpoints, discovery, manualOverrides } = gateway
  return ENDPOINT_FIELDS.flatMap((field) => {
    const before = endpoints?.[field]
    const named = discovery?.metadata?.[field]
    const isPinned = manualOverrides.includes(field) || !discovery?.metadata
    const after = isPinned ? before : typeof named === 'string' ? named : undefined
    return before === undefined && after === undefined ? [] : [{ field, before, after }]
  })
}
