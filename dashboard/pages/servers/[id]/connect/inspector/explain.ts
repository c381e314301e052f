// Why the inspector did not get what it asked for, in words that say what to do. Pure.

/** An answer of another status than 2xx. */
export interface Refusal {
  path: string
  status: number
  body: unknown
  requestId: string | null
}

export interface Explanation {
  title: string
  detail: string
  /** When a spent budget is renewed. */
  resetAt?: number
  remedy?: string
  /** Where in the dashboard it is mended. */
  link?: { href: string; label: string }
  /** The call waits for its user there. */
  approvalUrl?: string
  /** The inspector must be told a client id: nobody registers by themself here. */
  needsClientId?: boolean
  rule?: string
  requestId?: string
}

export interface Circumstances {
  serverId: string
  mcpUrl: string
  /** Of the dashboard. */
  origin: string
  refusal?: Refusal | undefined
  /** Of the answers that came through Limen. It never tells them to a runtime, so who names one is Limen. */
  requestIds?: ReadonlySet<string> | undefined
  /** Each user has a key of their own at this server. */
  hasUserKeys?: boolean
}

type Advice = Pick<Explanation, 'title' | 'remedy'> & {
  tab?: 'access' | 'tools' | 'settings' | 'gateway' | 'limits'
  page?: Explanation['link']
}

/** Limen's own refusals (the table of the MCP endpoint), by code. */
const ADVICE: Readonly<Record<string, Advice>> = {
  confirmation_required: {
    title: 'This call waits for your approval',
  },
  confirmation_declined: { title: 'The call was declined', remedy: 'Call the tool again to be asked again.' },
  confirmation_not_possible: { title: 'The call needs an approval that nobody can give here' },
  missing_credential: { title: 'A token is needed', remedy: 'Enter a valid token and connect again.' },
  invalid_token: { title: 'The token is not valid', remedy: 'Connect again with a fresh one.' },
  access_ended: { title: 'The access has ended', remedy: 'Connect again.' },
  blocked: {
    title: 'This user or client is blocked',
    remedy: 'Whoever manages the Gateway can unblock them, under its Clients or Grants.',
  },
  access_denied: { title: 'You may not use this server', remedy: 'Its access lists decide.', tab: 'access' },
  agent_not_allowed: {
    title: 'The inspector may not use this server',
    remedy: 'The inspector is an unrecognised client. Allow those under Access, or try with an agent.',
    tab: 'access',
  },
  origin_not_allowed: {
    title: 'The server does not accept this dashboard',
    remedy:
      'Whoever deployed Limen sets DASHBOARD_ORIGIN to the address of this dashboard. Until then it may stand among the allowed origins of the server.',
    tab: 'settings',
  },
  server_disabled: { title: 'The server is disabled', remedy: 'Enable it at the top of this page.' },
  secrets_missing: { title: 'The server is paused', remedy: 'Enter its secrets again.', tab: 'settings' },
  no_gateway: {
    title: 'No Gateway is attached',
    remedy: 'Attach one; then people can sign in.',
    tab: 'gateway',
  },
  gateway_needs_review: { title: 'The Gateway waits for a review', tab: 'gateway' },
  upstream_key_missing: {
    title: 'You have no key for this server yet',
    remedy: 'Enter it under My connections.',
    page: { href: '/connections', label: 'Open my connections' },
  },
  user_not_bound: {
    title: 'The token belongs to nobody',
    remedy: 'Each user has a key of their own here: use an access token that is bound to a user.',
  },
  insufficient_scope: {
    title: 'The sign-in does not cover this tool',
    remedy: 'Call it again and allow more.',
  },
  scope_not_offered: { title: 'The tool needs scopes that the server does not offer', tab: 'gateway' },
  tool_changed: {
    title: 'The tool has changed and waits for approval',
    remedy: 'Look at the change and approve it.',
    tab: 'tools',
  },
  unknown_tool: { title: 'The tool is not offered to you', tab: 'tools' },
  budget_exhausted: { title: 'The budget is spent', tab: 'limits' },
  rate_limited: { title: 'Calls come too fast', remedy: 'Wait a moment and call again.', tab: 'limits' },
  runtime_unreachable: { title: 'The runtime cannot be reached', tab: 'settings' },
  runtime_refused_gateway: {
    title: 'The runtime refused Limen',
    remedy: 'Check the worker secret and the header names.',
    tab: 'settings',
  },
  runtime_timeout: { title: 'The runtime did not answer in time', tab: 'settings' },
}

/** Where no user has a key of their own (any longer), there is none to enter. */
const NO_KEY: Advice = {
  title: 'The server had no key for this call',
  remedy: 'Connect again. If it stays, look at how the server signs in to its upstream.',
  tab: 'settings',
}

/** The other window came back without a code (RFC 6749 §4.1.2.1). */
export class SignInRefused extends Error {
  override name = 'SignInRefused'
}

export const CANCELLED: Explanation = {
  title: 'Cancelled',
  detail: 'It was given up here. What the runtime had begun may still happen.',
}

export function explain(error: unknown, at: Circumstances): Explanation {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (isAbort(error) || isAbort(cause)) return CANCELLED
  if (cause instanceof SignInRefused) return { title: 'You are not signed in', detail: cause.message }
  const { refusal } = at
  const rpc = rpcErrorOf(record(refusal?.body)['error']) ?? rpcErrorOf(cause)
  if (rpc) return explainRpc(rpc, at)
  if (refusal) return explainStatus(refusal, at)
  if (cause instanceof TypeError) return explainUnreachable(at)
  // The SDK found no registration endpoint.
  if (messageOf(cause).includes('does not support dynamic client registration'))
    return { ...NOT_REGISTERED, detail: 'The server names no registration endpoint.' }
  return { title: 'It did not work', detail: messageOf(cause) }
}

function explainRpc(rpc: RpcError, at: Circumstances): Explanation {
  const data = record(rpc.data)
  const requestId = text(data['requestId'])
  if (requestId === undefined || at.requestIds?.has(requestId) !== true) return explainForeign(rpc, at)
  const advice = adviceOf(text(data['code']), at)
  const approvalUrl = approvalUrlOf(data['approvalUrl'], at.mcpUrl)
  const resetAt = data['resetAt']
  const rule = text(data['rule'])
  const link = linkOf(advice, at.serverId)
  return {
    title: advice.title,
    detail: rpc.message,
    ...(typeof resetAt === 'number' ? { resetAt } : {}),
    ...(advice.remedy === undefined ? {} : { remedy: advice.remedy }),
    ...(link === undefined ? {} : { link }),
    ...(approvalUrl === undefined ? {} : { approvalUrl }),
    ...(rule === undefined ? {} : { rule }),
    requestId,
  }
}

/** May be written by the runtime: its words stand as its own, and nothing in them leads anywhere. */
function explainForeign(rpc: RpcError, { serverId, refusal }: Circumstances): Explanation {
  const advice: Advice = isUnknownTool(rpc) ? (ADVICE['unknown_tool'] ?? UNKNOWN) : UNKNOWN
  const link = linkOf(advice, serverId)
  return {
    title: advice.title,
    detail: `The runtime says: ${rpc.message}`,
    ...(link === undefined ? {} : { link }),
    ...(typeof refusal?.requestId === 'string' ? { requestId: refusal.requestId } : {}),
  }
}

const UNKNOWN: Advice = { title: 'The server answered with an error' }

function adviceOf(code: string | undefined, { hasUserKeys }: Circumstances): Advice {
  if (code === 'upstream_key_missing' && hasUserKeys !== true) return NO_KEY
  return (code !== undefined && Object.hasOwn(ADVICE, code) ? ADVICE[code] : undefined) ?? UNKNOWN
}

function linkOf({ tab, page }: Advice, serverId: string): Explanation['link'] {
  return tab === undefined ? page : { href: `/servers/${serverId}/${tab}`, label: `Open ${tab}` }
}

const NOT_REGISTERED = {
  title: 'The inspector may not register itself here',
  remedy:
    'The Gateway lets no client register by itself. Register a public client with the redirect URI below under the Gateway’s clients, and enter its client id.',
  needsClientId: true,
} as const

function explainStatus({ path, status, body, requestId }: Refusal, { mcpUrl }: Circumstances): Explanation {
  const said = text(record(body)['error_description']) ?? text(record(body)['detail'])
  const who = path === new URL(mcpUrl).pathname ? 'The runtime' : 'The authorization server'
  const common = {
    detail: said === undefined ? `${path} answered with status ${status}.` : `${who} says: ${said}`,
    ...(requestId === null ? {} : { requestId }),
  }
  if (path.endsWith('/register')) return { ...NOT_REGISTERED, ...common }
  if (path.endsWith('/token'))
    return { title: 'The sign-in could not be finished', ...common, remedy: 'Connect again.' }
  return { title: 'The server answered with an error', ...common }
}

/** A browser does not say whether it was the network, the other side or the page’s own policy. */
function explainUnreachable({ origin, mcpUrl }: Circumstances): Explanation {
  const other = new URL(mcpUrl).origin
  if (other === origin)
    return {
      title: 'Limen cannot be reached',
      detail: 'No answer came. Check your connection and try again.',
    }
  return {
    title: 'The browser did not let this page call the server',
    detail: `The dashboard is at ${origin}, the server at ${other}.`,
    remedy: `In wrangler.toml, DASHBOARD_ORIGIN must be ${origin} and PUBLIC_ORIGIN ${other}. Then deploy both again: the server admits the one, and the connect-src of these pages names the other.`,
  }
}

interface RpcError {
  code: number
  message: string
  data?: unknown
}

function rpcErrorOf(value: unknown): RpcError | undefined {
  const { code, message, data } = record(value)
  return typeof code === 'number' && typeof message === 'string'
    ? { code, message: message.replace(/^MCP error -?\d+: /, ''), data }
    : undefined
}

/** Hidden and missing tools answer alike, and name nothing else. */
function isUnknownTool({ code, message }: RpcError): boolean {
  return code === -32_602 && message.startsWith('Unknown tool')
}

function isAbort(error: unknown): boolean {
  return record(error)['name'] === 'AbortError'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Only the page that Limen asks for approvals on (worker/mcp/approval-desk.ts), letter by letter. */
function approvalUrlOf(value: unknown, mcpUrl: string): string | undefined {
  const { origin } = new URL(mcpUrl)
  if (typeof value !== 'string' || !value.startsWith(`${origin}/`)) return undefined
  return /^\/g\/[\w-]+\/confirm\?id=cnf_[\w-]+$/.test(value.slice(origin.length)) ? value : undefined
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
