// Discovers the authorization server of a saved Gateway again. Pinned endpoints never move by themselves: what changed
// puts the Gateway in review until somebody confirms (D1).
import { gateway } from '../../../schema/api/gateways.ts'
import type { GatewayRow } from '../../../schema/tables/gateways.ts'
import { decideEndpointChange } from '../../downstream/endpoint-change.ts'
import { settingsOf } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { discoverEndpoints, type DiscoveredEndpoints } from './discover-endpoints.ts'
import { countAttachments, loadGateway } from './load.ts'
import { presentGateway } from './present.ts'
import { REVIEW } from './review-reasons.ts'
import { saveGateway } from './save.ts'

const route = defineRoute({
  method: 'post',
  path: '/gateways/{id}/discover',
  permission: 'gateways.write',
  operationId: 'discoverGateway',
  summary: 'Discover the authorization server again',
  request: { params: idParam },
  responses: { 200: jsonAnswer(gateway, 'The Gateway with the new report') },
})

export const discoverGateway = endpoint(route, async (c) => {
  const before = await loadGateway(c.env, c.req.valid('param').id)
  const discovered = await discoverEndpoints(c.env, {
    ...before,
    endpoints: before.endpoints ?? {},
  })
  const row = await saveGateway(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'gateway.discovered',
    before,
    after: applyDiscovery(before, discovered),
  })
  const attached = await countAttachments(c.env, row.id)
  return c.json(presentGateway(row, settingsOf(c.env).publicOrigin, attached), 200, etag(row.version))
})

/** Pure. */
export function applyDiscovery(row: GatewayRow, { report, endpoints }: DiscoveredEndpoints): GatewayRow {
  const reported = { ...row, discovery: report }
  const isFaulty = report.findings.some(({ level }) => level === 'error')
  if (isFaulty || !endpoints) return reported
  const change = decideEndpointChange(row.endpoints, endpoints)
  switch (change.verdict) {
    case 'unchanged':
      return row.stateReason === REVIEW.endpointsChanged
        ? { ...reported, state: 'ready', stateReason: null }
        : reported
    case 'pin':
      return { ...reported, endpoints: change.endpoints }
    case 'needs_review':
      // A reason that stands already is the stronger one: it asks for a secret or for the same confirmation.
      return {
        ...reported,
        state: 'needs_review',
        stateReason: row.state === 'needs_review' ? row.stateReason : REVIEW.endpointsChanged,
      }
  }
}
