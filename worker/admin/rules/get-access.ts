// Access lists of a server, and of a Gateway for all its servers (product.md §6).
import { accessLists } from '../../../schema/api/rules.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { findPolicy, loadTarget, type Target } from './load-target.ts'
import { presentAccess } from './present-access.ts'

function getAccess(kind: Target['kind']) {
  const route = defineRoute({
    method: 'get',
    path: `/${kind}s/{id}/access`,
    permission: 'grants.read',
    operationId: kind === 'server' ? 'getServerAccess' : 'getGatewayAccess',
    summary:
      kind === 'server' ? 'Who may use a server' : 'Who may use the servers of a Gateway, besides their own',
    request: { params: idParam },
    responses: { 200: jsonAnswer(accessLists, 'The access lists; version 0 before the first change') },
  })
  return endpoint(route, async (c) => {
    const target = await loadTarget(c.env, kind, c.req.valid('param').id)
    const view = presentAccess(await findPolicy(c.env, target))
    return c.json(view, 200, etag(view.version))
  })
}

export const getServerAccess = getAccess('server')
export const getGatewayAccess = getAccess('gateway')
