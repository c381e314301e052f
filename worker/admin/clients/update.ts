import { client, clientUpdate } from '../../../schema/api/clients.ts'
import { invalidField } from '../admin-problem.ts'
import { checkConfiguredTarget } from '../check-target.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { checkRedirectUris } from './check-redirect-uris.ts'
import { loadClient } from './load.ts'
import { presentClient } from './present.ts'
import { saveClient } from './save.ts'

const route = defineRoute({
  method: 'patch',
  path: '/clients/{id}',
  permission: 'clients.manage',
  operationId: 'updateClient',
  summary: 'Change a preregistered client',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(clientUpdate) },
  responses: { 200: jsonAnswer(client, 'Changed') },
})

export const updateClient = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadClient(c.env, c.req.valid('param').id)
  checkVersion(expected, before.client.version)
  const input = withoutUndefined(c.req.valid('json'))
  const after = { ...before.client, ...input }
  checkRedirectUris(after.redirectUris, before.gateway.clientRegistration.privateUseRedirectUris)
  const isKeyed = after.tokenEndpointAuthMethod === 'private_key_jwt'
  if (isKeyed !== (after.jwksUri !== null)) {
    throw invalidField('jwksUri', isKeyed ? 'is required for private_key_jwt' : 'is for private_key_jwt only')
  }
  if (after.jwksUri !== null) await checkConfiguredTarget(c.env, 'jwksUri', after.jwksUri)
  const row = await saveClient(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    action: 'client.updated',
    before,
    after,
  })
  return c.json(presentClient(row), 200, etag(row.version))
})
