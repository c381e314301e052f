// The rule behind a refusal: what its id means, and on which page it is changed. One table; what stands first wins. Pure.
// The ids are those of worker/mcp (a rule, a budget, a setting of a tool, else the code of the refusal) and of the
// authorization steps (the error's code).
import type { LogEvent } from '../../../schema/api/logs.ts'

export type RefusedEvent = Pick<
  LogEvent,
  'ruleId' | 'detail' | 'serverId' | 'gatewayId' | 'tool' | 'userEmail' | 'clientId'
>

export interface RulePage {
  /** What it says, in a sentence. */
  meaning: string
  /** Undefined: there is nothing to change. */
  link?: { label: string; href: string }
}

interface Row {
  matches: RegExp
  /** Further condition; a pattern is one on the log's own words. */
  detail?: RegExp
  when?: (event: RefusedEvent) => boolean
  meaning: string
  label?: string
  /** Undefined where the event does not say where. */
  href?: (event: RefusedEvent, found: string) => string | undefined
}

const REFUSED_BY = /^refused by the (server|gateway): (\w+)/
const AGENT_STEPS = /^refused by the (?:server|gateway): (?:agent|unrecognised|claimed)/

export const RULE_PAGES: readonly Row[] = [
  // Access policies and overrides share the prefix; the detail tells which step of a policy refused.
  {
    matches: /^(?:rul|acc)_/,
    detail: AGENT_STEPS,
    meaning: 'This agent, or whoever is no known agent, may not use it.',
    label: 'Agents that may use it',
    href: ofPolicy,
  },
  {
    matches: /^(?:rul|acc)_/,
    detail: REFUSED_BY,
    meaning: 'The access lists do not admit this user.',
    label: 'Access lists',
    href: ofPolicy,
  },
  {
    matches: /^rul_/,
    meaning: 'A rule for a group or a user decides about this tool.',
    label: 'The rule',
    href: (_event, id) => `/access/rules?rule=${encodeURIComponent(id)}`,
  },
  {
    matches: /^bud_/,
    meaning: 'A budget is spent, or was exceeded and only warns.',
    label: 'The budget',
    href: limits('budget'),
  },
  {
    matches: /^rat_/,
    meaning: 'Calls came faster than a rate limit allows.',
    label: 'The rate limit',
    href: limits('rateLimit'),
  },
  {
    matches: /^tool_scopes:(.*)$/s,
    meaning: 'The tool needs scopes that the token does not carry.',
    label: 'Scopes of the tool',
    href: tool,
  },
  {
    matches: /^tool_changed:(.*)$/s,
    meaning: 'The definition of the tool changed and waits for approval.',
    label: 'Review the change',
    href: tool,
  },
  {
    matches: /^tool_confirmation:(.*)$/s,
    meaning: 'The user must approve each call of this tool.',
    label: 'Settings of the tool',
    href: tool,
  },
  {
    matches: /^confirmation:(.*)$/s,
    meaning: 'The user was asked to approve a call of this tool.',
    label: 'Settings of the tool',
    href: tool,
  },
  {
    matches: /^unknown_tool$/,
    meaning: 'The runtime has no such tool, or it is switched off or hidden.',
    label: 'Tools of the server',
    href: ({ serverId, tool: name }) => server(serverId, `/tools${queryOf('tool', name)}`),
  },
  {
    matches: /^server_(?:enabled|disabled)$/,
    meaning: 'The server is disabled.',
    label: 'The server',
    href: ({ serverId }) => server(serverId, '/settings'),
  },
  {
    matches: /^secrets_missing$/,
    meaning: 'The server is paused until its secrets are entered again.',
    label: 'Enter the secrets',
    href: ({ serverId }) => server(serverId, '/settings'),
  },
  {
    matches: /^(?:allowed_origins|origin_not_allowed)$/,
    meaning: 'The web page that called is not among the allowed origins.',
    label: 'Allowed origins',
    href: ({ serverId }) => server(serverId, '/settings'),
  },
  {
    matches: /^(?:body_too_large|body_timeout|answer_too_large|runtime_timeout)$/,
    meaning: 'A limit of size or time of this server was reached.',
    label: 'Limits of the server',
    href: ({ serverId }) => server(serverId, '/settings'),
  },
  {
    matches: /^runtime_refused_gateway$/,
    meaning: 'The runtime answers 401 to Limen itself: its worker secret is probably another one.',
    label: 'Worker secret',
    href: ({ serverId }) => server(serverId, '/settings'),
  },
  {
    matches: /^(?:runtime_\w+|answer_truncated)$/,
    meaning: 'The runtime could not be reached, or its answer could not be used.',
    label: 'Runtime URL',
    href: ({ serverId }) => server(serverId, '/settings'),
  },
  {
    matches: /^no_gateway$/,
    meaning: 'No Gateway is attached, so nobody can sign in.',
    label: 'Attach a Gateway',
    href: ({ serverId }) => server(serverId, '/gateway'),
  },
  {
    matches: /^wrong_host$/,
    meaning: 'The host name is not one of this server.',
    label: 'Host names of the server',
    href: ({ serverId }) => server(serverId, '/gateway'),
  },
  {
    matches: /^gateway_needs_review$/,
    meaning: 'The Gateway waits until somebody confirms its endpoints.',
    label: 'Review the Gateway',
    href: ({ gatewayId }) => gateway(gatewayId),
  },
  {
    matches: /^secret_unreadable$/,
    meaning: 'The stored tokens of this user do not open with the present MASTER_KEYS.',
    label: 'The grants of the Gateway',
    href: ({ gatewayId }) => gateway(gatewayId, '/grants'),
  },
  {
    matches: /^(?:downstream_fault|downstream_unavailable)$/,
    meaning: 'The authorization server refuses Limen as a client, or does not answer.',
    label: 'The Gateway',
    href: ({ gatewayId }) => gateway(gatewayId),
  },
  {
    matches: /^scopes_wider$/,
    meaning: 'The authorization server gave more scopes than were asked for.',
    label: 'Settings of the Gateway',
    href: ({ gatewayId }) => gateway(gatewayId, '/settings'),
  },
  {
    matches: /^blocked$/,
    meaning: 'This user or this client is blocked: users under Grants of the Gateway, clients under Clients.',
    label: 'Blocked clients and users',
    // Users are blocked on another tab than clients. A blocked client is refused before its user is known.
    href: ({ gatewayId, userEmail }) => gateway(gatewayId, userEmail === null ? '/clients' : '/grants'),
  },
  {
    matches: /^(?:code_replay|token_replay)$/,
    meaning: 'A code or a token was used twice, so what it stood for was ended.',
    label: 'Grants of the Gateway',
    href: ({ gatewayId }) => gateway(gatewayId, '/grants'),
  },
  {
    matches: /^invalid_token$/,
    when: ({ gatewayId }) => gatewayId === null,
    meaning: 'The token is not valid here any longer: it was revoked, has expired, or is another one.',
    label: 'Tokens of the server',
    href: ({ serverId }) => (serverId === null ? undefined : `/tokens${queryOf('server', serverId)}`),
  },
  {
    matches: /^invalid_token$/,
    meaning: 'The token is not valid here any longer; the client signs in again by itself.',
    label: 'Grants of the Gateway',
    href: ({ gatewayId }) => gateway(gatewayId, '/grants'),
  },
  {
    matches: /^(?:per_user_key|upstream_key_missing|user_not_bound)$/,
    meaning: 'Each user needs a key of their own here, and this one has none.',
    label: 'Access of the server',
    href: ({ serverId }) => server(serverId, '/access'),
  },
  {
    matches: /^(?:x_mcp_user_domain|user_not_accepted)$/,
    meaning: 'The user named in x-mcp-user is not of a domain of the organization.',
    label: 'Domains of the organization',
    href: () => '/settings',
  },
  {
    matches: /^other_account$/,
    meaning: 'Somebody signed in as another account than the app said.',
  },
  {
    matches: /^access_denied$/,
    meaning: 'The user, or the authorization server, said no.',
  },
  {
    matches: /^client_gone$/,
    meaning: 'The client closed the connection before the answer was there.',
  },
  {
    matches: /^meter_unavailable$/,
    meaning: 'Whether the call is within its budget could not be found out.',
    label: 'Limits',
    href: ({ serverId }) => server(serverId, '/limits'),
  },
  {
    matches: /^internal$/,
    meaning: 'Something failed inside Limen. The request id stands in the log of the Worker too.',
  },
]

/** Undefined where the event names no rule. A code without a row of its own stands for itself. */
export function rulePageOf(event: RefusedEvent): RulePage | undefined {
  const { ruleId, detail } = event
  if (ruleId === null || ruleId === '') return undefined
  for (const row of RULE_PAGES) {
    const found = row.matches.exec(ruleId)
    if (!found || (row.detail && !row.detail.test(detail ?? '')) || row.when?.(event) === false) continue
    const href = row.href?.(event, found[1] ?? ruleId)
    return {
      meaning: row.meaning,
      ...(href === undefined || row.label === undefined ? {} : { link: { label: row.label, href } }),
    }
  }
  return { meaning: `Limen's own rule “${ruleId}”.` }
}

function ofPolicy({ detail, serverId, gatewayId }: RefusedEvent): string | undefined {
  const kind = REFUSED_BY.exec(detail ?? '')?.[1]
  return kind === 'gateway' ? gateway(gatewayId, '/access') : server(serverId, '/access')
}

function limits(name: string) {
  return ({ serverId }: RefusedEvent, id: string) => {
    const rest = `/limits${queryOf(name, id)}`
    return server(serverId, rest) ?? rest
  }
}

function tool({ serverId }: RefusedEvent, name: string): string | undefined {
  return server(serverId, `/tools${queryOf('tool', name)}`)
}

function server(id: string | null, rest: string): string | undefined {
  return id === null ? undefined : `/servers/${encodeURIComponent(id)}${rest}`
}

function gateway(id: string | null, rest = ''): string | undefined {
  return id === null ? undefined : `/gateways/${encodeURIComponent(id)}${rest}`
}

function queryOf(name: string, value: string | null): string {
  return value === null ? '' : `?${name}=${encodeURIComponent(value)}`
}
