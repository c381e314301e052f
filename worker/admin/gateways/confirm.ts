// Ends `needs_review`: somebody has looked at the endpoints and takes them (product.md §2).
import { gateway, gatewayConfirm } from '../../../schema/api/gateways.ts'
import type { DownstreamEndpoints, GatewayRow } from '../../../schema/tables/gateways.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { AdminProblem, invalidField } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { clearedClientSecret, sealClientSecret } from './client-secret.ts'
import { checkUsable, discoverEndpoints } from './discover-endpoints.ts'
import { grantWarnings } from './grant-warnings.ts'
import { countAttachments, loadGateway } from './load.ts'
import { presentGateway } from './present.ts'
import { REVIEW } from './review-reasons.ts'
import { saveGateway } from './save.ts'
import { needsClientSecret } from './settle-registration.ts'

const route = defineRoute({
  method: 'post',
  path: '/gateways/{id}/confirm',
  permission: 'gateways.write',
  operationId: 'confirmGateway',
  summary: 'Confirm the endpoints of a Gateway that needs review',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(gatewayConfirm) },
  responses: { 200: jsonAnswer(gateway, 'Ready again') },
})

export const confirmGateway = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadGateway(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  if (before.state !== 'needs_review') {
    throw new AdminProblem('conflict', 'The Gateway does not need review.')
  }
  const row = await saveGateway(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'gateway.confirmed',
    before,
    after: await deriveConfirmed(c.env, before, c.req.valid('json').clientSecret),
  })
  const attached = await countAttachments(c.env, row.id)
  const view = presentGateway(row, settingsOf(c.env).publicOrigin, attached, grantWarnings(before, row))
  return c.json(view, 200, etag(row.version))
})

async function deriveConfirmed(
  env: Env,
  before: GatewayRow,
  clientSecret: string | undefined,
): Promise<GatewayRow> {
  const confirmed = await confirmedEndpoints(env, before)
  const { endpoints } = confirmed
  const isOfOrigin = before.clientSecretOrigin === new URL(endpoints.token_endpoint).origin
  const keepsSecret = before.clientSecret !== null && isOfOrigin
  const needsSecret = needsClientSecret(before.tokenEndpointAuthMethod)
  if (needsSecret && !keepsSecret && clientSecret === undefined) {
    throw invalidField('clientSecret', `enter the secret for ${new URL(endpoints.token_endpoint).origin}`)
  }
  const secret =
    clientSecret !== undefined
      ? await sealClientSecret(env, before, endpoints, clientSecret)
      : keepsSecret
        ? {}
        : clearedClientSecret(before)
  return { ...before, ...confirmed, ...secret, state: 'ready', stateReason: null }
}

/** After a discovered change: what the server names now, asked again and checked. Else what is pinned already. */
async function confirmedEndpoints(
  env: Env,
  before: GatewayRow,
): Promise<{ endpoints: DownstreamEndpoints; discovery: GatewayRow['discovery'] }> {
  if (before.stateReason !== REVIEW.endpointsChanged && before.endpoints) {
    return { endpoints: before.endpoints, discovery: before.discovery }
  }
  const draft = { ...before, endpoints: before.endpoints ?? {} }
  const discovered = await discoverEndpoints(env, draft)
  const endpoints = checkUsable(discovered, draft)
  checkSameAsShown(before, discovered.report.metadata, endpoints)
  return { endpoints, discovery: discovered.report }
}

/** Nobody confirms what they have not seen. */
function checkSameAsShown(
  before: GatewayRow,
  metadata: Record<string, unknown> | null,
  endpoints: DownstreamEndpoints,
): void {
  const shown = before.discovery?.metadata
  const differs = Object.keys(endpoints).some((field) => shown?.[field] !== metadata?.[field])
  if (differs) {
    throw new AdminProblem(
      'conflict',
      'The authorization server names other endpoints again. Run discovery once more and look at them.',
    )
  }
}
