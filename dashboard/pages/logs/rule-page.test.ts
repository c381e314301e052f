import { expect, it } from 'vitest'
import { MCP_ERRORS } from '../../../worker/mcp/errors.ts'
import { rulePageOf, type RefusedEvent } from './rule-page.ts'

const event: RefusedEvent = {
  ruleId: null,
  detail: null,
  serverId: 'srv_a',
  gatewayId: 'gw_a',
  tool: 'drop it/?#',
  userEmail: null,
  clientId: null,
}

it.each<[string, Partial<RefusedEvent>, string | undefined]>([
  [
    'an agent refused by the server',
    { ruleId: 'rul_x', detail: 'refused by the server: unrecognised' },
    '/servers/srv_a/access',
  ],
  [
    'an agent refused by the Gateway',
    { ruleId: 'rul_x', detail: 'refused by the gateway: agent' },
    '/gateways/gw_a/access',
  ],
  [
    'a user whom a list denies',
    { ruleId: 'rul_x', detail: 'refused by the server: denied_users' },
    '/servers/srv_a/access',
  ],
  [
    'a user whom the list of the Gateway denies',
    { ruleId: 'rul_x', detail: 'refused by the gateway: allowed_groups' },
    '/gateways/gw_a/access',
  ],
  [
    'a rule that hides a tool',
    { ruleId: 'rul_x', detail: 'the tool is hidden, or was never seen' },
    '/access/rules?rule=rul_x',
  ],
  ['a rule that asks for approval', { ruleId: 'rul_x' }, '/access/rules?rule=rul_x'],
  ['a budget', { ruleId: 'bud_x' }, '/servers/srv_a/limits?budget=bud_x'],
  ['a rate limit', { ruleId: 'rat_x' }, '/servers/srv_a/limits?rateLimit=rat_x'],
  ['a budget of no server', { ruleId: 'bud_x', serverId: null }, '/limits?budget=bud_x'],
  ['a rate limit of no server', { ruleId: 'rat_x', serverId: null }, '/limits?rateLimit=rat_x'],
  ['scopes of a tool', { ruleId: 'tool_scopes:a/b?c' }, '/servers/srv_a/tools?tool=a%2Fb%3Fc'],
  ['a changed tool', { ruleId: 'tool_changed:read' }, '/servers/srv_a/tools?tool=read'],
  ['approval of a tool', { ruleId: 'tool_confirmation:read' }, '/servers/srv_a/tools?tool=read'],
  ['an approval that was asked for', { ruleId: 'confirmation:read' }, '/servers/srv_a/tools?tool=read'],
  ['a tool that is off', { ruleId: 'unknown_tool' }, '/servers/srv_a/tools?tool=drop%20it%2F%3F%23'],
  ['a disabled server', { ruleId: 'server_enabled' }, '/servers/srv_a/settings'],
  ['a wrong worker secret', { ruleId: 'runtime_refused_gateway' }, '/servers/srv_a/settings'],
  ['a runtime that is away', { ruleId: 'runtime_unreachable' }, '/servers/srv_a/settings'],
  ['no Gateway', { ruleId: 'no_gateway' }, '/servers/srv_a/gateway'],
  ['a Gateway in review', { ruleId: 'gateway_needs_review' }, '/gateways/gw_a'],
  ['a blocked client', { ruleId: 'blocked' }, '/gateways/gw_a/clients'],
  ['a replayed token', { ruleId: 'token_replay' }, '/gateways/gw_a/grants'],
  [
    'a token of a server without a Gateway',
    { ruleId: 'invalid_token', gatewayId: null },
    '/tokens?server=srv_a',
  ],
  ['a foreign domain', { ruleId: 'x_mcp_user_domain' }, '/settings'],
  ['nothing that is known', { ruleId: 'brand_new' }, undefined],
  ['a Gateway that the event does not name', { ruleId: 'blocked', gatewayId: null }, undefined],
])('%s leads to the page where it is changed', (_name, part, href) => {
  expect(rulePageOf({ ...event, ...part })?.link?.href).toBe(href)
})

it('an event without a rule leads nowhere', () => {
  expect(rulePageOf(event)).toBeUndefined()
})

it('every refusal of an MCP request that an admin can do something about has a page', () => {
  /** What the client itself did wrong, or what nobody can change. */
  const ofTheClient = new Set([
    'loop_detected',
    'method_not_allowed',
    'missing_credential',
    'body_incomplete',
    'parse_error',
    'invalid_request',
    'invalid_params',
    'header_mismatch',
    'unknown_session',
    'method_not_found',
    'unknown_task',
    'token_refreshed',
    'client_gone',
    'access_ended',
    'internal',
    // These always name a rule of their own.
    'agent_not_allowed',
    'access_denied',
    'insufficient_scope',
    'scope_not_offered',
    'tool_changed',
    'budget_exhausted',
    'rate_limited',
    'confirmation_required',
    'url_elicitation_required',
    'confirmation_declined',
    'confirmation_not_possible',
  ])
  const without = Object.keys(MCP_ERRORS).filter(
    (code) => !ofTheClient.has(code) && rulePageOf({ ...event, ruleId: code })?.link === undefined,
  )
  expect(without).toEqual([])
})
