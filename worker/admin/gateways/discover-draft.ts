// What an authorization server says of itself, before anything is saved (product.md §2).
import { discoveryAnswer, discoveryDraft } from '../../../schema/api/gateways.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { discoverEndpoints } from './discover-endpoints.ts'

const route = defineRoute({
  method: 'post',
  path: '/discover',
  permission: 'gateways.write',
  operationId: 'discoverDraft',
  summary: 'Discover an authorization server without saving',
  request: { body: jsonBody(discoveryDraft) },
  responses: { 200: jsonAnswer(discoveryAnswer, 'What was found, with what is wrong with it') },
})

export const discoverDraft = endpoint(route, async (c) => {
  const input = c.req.valid('json')
  const endpoints = withoutUndefined(input.endpoints ?? {})
  const manualOverrides = input.manualOverrides ?? Object.keys(endpoints)
  return c.json(await discoverEndpoints(c.env, { ...input, endpoints, manualOverrides }), 200)
})
