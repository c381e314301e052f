// Every way in which Limen itself refuses or fails an MCP request, and what it looks like on the wire (M4, M14). The
// table in README.md says the same; a test compares them.
import type { LogEvent } from '../logs/event.ts'
import { RPC } from '../protocol/rpc-error.ts'

export interface McpErrorRow {
  status: number
  /** JSON-RPC code. Where no specification has one: −31000 − status, outside of every reserved range. */
  rpc: number
  /** Shown to strangers. */
  message: string
  /** The same request may succeed later. */
  retryable: boolean
  outcome: LogEvent['outcome']
}

function own(
  status: number,
  message: string,
  { retryable = false, outcome = 'refused' }: Partial<Pick<McpErrorRow, 'retryable' | 'outcome'>> = {},
): McpErrorRow {
  return { status, rpc: -31_000 - status, message, retryable, outcome }
}

function specified(status: number, rpc: number, message: string): McpErrorRow {
  return { status, rpc, message, retryable: false, outcome: 'refused' }
}

export const MCP_ERRORS = {
  wrong_host: own(403, 'This host name is not one of this server.'),
  origin_not_allowed: own(403, 'This web origin may not call this server.'),
  loop_detected: own(508, 'The request has passed this gateway before.'),
  method_not_allowed: own(405, 'An MCP endpoint knows GET, POST, DELETE and OPTIONS.'),
  server_disabled: own(403, 'This server is disabled.'),
  secrets_missing: own(503, 'This server is paused until its secrets are entered again.'),
  no_gateway: own(503, 'This server has no Gateway attached, so nobody can sign in to it.'),
  missing_credential: own(401, 'This server needs a token. Sign in first.'),
  invalid_token: own(401, 'The token is not valid here any longer. Sign in again.'),
  blocked: own(403, 'This user or client is blocked.'),
  upstream_key_missing: own(403, 'This server needs a key of your own. Enter it under "My connections".'),
  user_not_bound: own(
    403,
    'Each user has a key of their own here: use an access token that is bound to a user.',
  ),
  user_not_accepted: own(403, 'The user named in x-mcp-user is not one of this organization.'),
  gateway_needs_review: own(503, 'The sign-in settings of this server wait for an administrator.', {
    retryable: true,
  }),
  downstream_unavailable: own(503, 'The access this call needs cannot be renewed right now.', {
    retryable: true,
  }),
  internal: own(503, 'The gateway cannot answer right now. The request id leads to its log.', {
    retryable: true,
    outcome: 'runtime_error',
  }),
  body_too_large: own(413, 'The request body is larger than this server accepts.', { outcome: 'too_large' }),
  body_timeout: own(408, 'The request body did not arrive in time.', { retryable: true, outcome: 'timeout' }),
  body_incomplete: own(400, 'The request body ended early.', { retryable: true, outcome: 'cancelled' }),
  parse_error: specified(400, RPC.parseError, 'The body is not JSON that is accepted here.'),
  invalid_request: specified(400, RPC.invalidRequest, 'The body is not a JSON-RPC message.'),
  invalid_params: specified(400, RPC.invalidParams, 'The parameters do not name what is called.'),
  header_mismatch: specified(400, RPC.headerMismatch, 'A header does not agree with the body.'),
  unknown_session: specified(404, RPC.unknownSession, 'Session not found'),
  method_not_found: specified(404, RPC.methodNotFound, 'Method not found'),
  unknown_task: specified(404, RPC.invalidParams, 'Task not found'),
  agent_not_allowed: own(403, 'This client may not use this server.'),
  access_denied: own(403, 'This user may not use this server.'),
  insufficient_scope: own(403, 'The token does not carry the scopes that this tool needs.'),
  scope_not_offered: own(403, 'This tool needs scopes that this server does not offer.'),
  tool_changed: own(403, 'The definition of this tool has changed. An administrator must approve it first.'),
  budget_exhausted: own(
    429,
    'The budget for this call is spent. It is renewed at the time in `data.resetAt`.',
    {
      retryable: true,
    },
  ),
  rate_limited: own(429, 'Calls come too fast. Wait as long as `Retry-After` says.', { retryable: true }),
  meter_unavailable: own(503, 'Whether this call is within its budget cannot be found out right now.', {
    retryable: true,
    outcome: 'runtime_error',
  }),
  confirmation_required: specified(200, -31_200, 'This call needs the approval of its user.'),
  /** The same for a client that opens links by itself (2025-11-25, client/elicitation). */
  url_elicitation_required: specified(
    200,
    RPC.urlElicitationRequired,
    'This call needs the approval of its user.',
  ),
  confirmation_declined: own(403, 'The user has declined this call.'),
  confirmation_not_possible: own(403, 'This call needs an approval that cannot be asked for here.'),
  /** Answered like a tool that does not exist; nothing names a rule. */
  unknown_tool: specified(200, RPC.invalidParams, 'Unknown tool'),
  runtime_unreachable: own(502, 'The MCP runtime cannot be reached.', {
    retryable: true,
    outcome: 'runtime_error',
  }),
  runtime_redirected: own(502, 'The MCP runtime answered with a redirect.', { outcome: 'runtime_error' }),
  runtime_refused_gateway: own(502, 'The MCP runtime refused the gateway.', {
    outcome: 'runtime_error',
  }),
  runtime_failed: own(502, 'The MCP runtime failed.', { retryable: true, outcome: 'runtime_error' }),
  runtime_unavailable: own(503, 'The MCP runtime is not available right now.', {
    retryable: true,
    outcome: 'runtime_error',
  }),
  runtime_bad_answer: own(502, 'The MCP runtime answered with something that is not MCP.', {
    outcome: 'runtime_error',
  }),
  runtime_timeout: own(504, 'The MCP runtime did not answer in time.', {
    retryable: true,
    outcome: 'timeout',
  }),
  answer_truncated: own(502, 'The answer of the MCP runtime ended early.', {
    retryable: true,
    outcome: 'truncated',
  }),
  answer_too_large: own(502, 'The answer of the MCP runtime is too large.', { outcome: 'too_large' }),
  token_refreshed: own(503, 'The access of this call was renewed. Send the call again.', { retryable: true }),
  client_gone: own(499, 'The client went away.', { outcome: 'cancelled' }),
  access_ended: own(401, 'The access to this server has ended.'),
} as const satisfies Record<string, McpErrorRow>

export type McpErrorCode = keyof typeof MCP_ERRORS
