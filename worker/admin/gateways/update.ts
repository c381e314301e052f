// Changes a Gateway. Whatever concerns the authorization server is discovered and settled again; a token endpoint at
// another origin never inherits the secret or the trust of the one before (S19).
import { gateway, gatewayUpdate, type GatewayUpdate } from '../../../schema/api/gateways.ts'
import type { GatewayRow } from '../../../schema/tables/gateways.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { checkPlacement } from './check-placement.ts'
import { checkScopesInUse } from './check-scopes-in-use.ts'
import { changeDownstream } from './change-downstream.ts'
import { grantWarnings } from './grant-warnings.ts'
import { countAttachments, loadGateway } from './load.ts'
import { mergeIdentity } from './merge-identity.ts'
import { presentGateway } from './present.ts'
import { saveGateway } from './save.ts'

const route = defineRoute({
  method: 'patch',
  path: '/gateways/{id}',
  permission: 'gateways.write',
  operationId: 'updateGateway',
  summary: 'Change the fields that are sent; the others stay',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(gatewayUpdate) },
  responses: { 200: jsonAnswer(gateway, 'Changed') },
})

export const updateGateway = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadGateway(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  const input = c.req.valid('json')
  checkPlacement(before, input)
  const after = await deriveChange(c.env, before, input)
  const row = await saveGateway(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'gateway.updated',
    before,
    after,
  })
  const attached = await countAttachments(c.env, row.id)
  const view = presentGateway(row, settingsOf(c.env).publicOrigin, attached, grantWarnings(before, row))
  return c.json(view, 200, etag(row.version))
})

async function deriveChange(env: Env, before: GatewayRow, input: GatewayUpdate): Promise<GatewayRow> {
  const {
    endpoints: _endpoints,
    manualOverrides: _overrides,
    clientSecret: _secret,
    identity,
    clientRegistration,
    ...plain
  } = input
  if (input.scopes) await checkScopesInUse(env, before, input.scopes)
  const edited: GatewayRow = {
    ...before,
    ...withoutUndefined(plain),
    identity: mergeIdentity(before.identity, identity),
    clientRegistration: { ...before.clientRegistration, ...withoutUndefined(clientRegistration ?? {}) },
  }
  return changeDownstream(env, before, edited, withoutUndefined({ ...input }))
}
