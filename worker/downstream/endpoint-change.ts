// What a new discovery means for the pinned endpoints (D1). Pure.
import type { DownstreamEndpoints } from '../../schema/tables/gateways.ts'

export const ENDPOINT_FIELDS = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'userinfo_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'jwks_uri',
] as const satisfies readonly (keyof DownstreamEndpoints)[]

export type EndpointField = (typeof ENDPOINT_FIELDS)[number]

/**
 * What was found with what the admin entered by hand laid over it: a field named in `manualOverrides` keeps the
 * entered value, also when that value is none. Null where one of the three required endpoints is missing.
 */
export function mergeEndpoints(
  found: DownstreamEndpoints | null,
  entered: Partial<DownstreamEndpoints>,
  manualOverrides: readonly string[],
): DownstreamEndpoints | null {
  const merged: Partial<Record<EndpointField, string>> = {}
  for (const field of ENDPOINT_FIELDS) {
    const value = manualOverrides.includes(field) ? entered[field] : found?.[field]
    if (value !== undefined) merged[field] = value
  }
  const { issuer, authorization_endpoint, token_endpoint } = merged
  if (!issuer || !authorization_endpoint || !token_endpoint) return null
  return { ...merged, issuer, authorization_endpoint, token_endpoint }
}

export type EndpointChange =
  | { verdict: 'unchanged' }
  /** Nothing was pinned yet. */
  | { verdict: 'pin'; endpoints: DownstreamEndpoints }
  /** The pinned endpoints stay; the Gateway goes to `needs_review` until somebody confirms. */
  | { verdict: 'needs_review'; changed: EndpointField[]; reason: string }

/** `found` is already merged with the manual overrides. */
export function decideEndpointChange(
  pinned: DownstreamEndpoints | null,
  found: DownstreamEndpoints,
): EndpointChange {
  if (!pinned) return { verdict: 'pin', endpoints: found }
  const changed = ENDPOINT_FIELDS.filter((field) => pinned[field] !== found[field])
  if (changed.length === 0) return { verdict: 'unchanged' }
  return {
    verdict: 'needs_review',
    changed,
    reason: `The authorization server now names other values for ${changed.join(', ')}. Confirm them if this is expected.`,
  }
}
