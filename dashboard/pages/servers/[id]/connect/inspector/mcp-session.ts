// The inspector's MCP client: the SDK as any client uses it, against the public URL. Loaded when somebody connects.
import './zod-without-eval.ts'
import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/client'
import { MemoryProvider } from './memory-provider.ts'
import type { Refusal } from './explain.ts'

export type { CallToolResult, Tool }

export interface SessionOptions {
  mcpUrl: string
  /** An access token, or the upstream's own; undefined for a sign-in, null for a server that asks for nothing. */
  token: string | null | undefined
  clientId?: string
  /** Opens the sign-in, and brings its answer. */
  authorize: (url: URL, state: string) => Promise<URLSearchParams>
}

export interface McpSession {
  /** What the server says it is. */
  serverName: string
  protocolVersion: string
  listTools: (signal: AbortSignal) => Promise<Tool[]>
  callTool: (name: string, args: Record<string, unknown>, limits: CallLimits) => Promise<CallToolResult>
  close: () => Promise<void>
}

export interface CallLimits {
  signal: AbortSignal
  timeoutMs: number
}

/** Carries what was refused beside the error of the SDK, which tells less. */
export class SessionError extends Error {
  override name = 'SessionError'
  readonly refusal: Refusal | undefined
  /** Of the last answers that came. */
  readonly requestIds: ReadonlySet<string>
  constructor(cause: unknown, refusal: Refusal | undefined, requestIds: ReadonlySet<string>) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.refusal = refusal
    this.requestIds = requestIds
  }
}

const REQUEST_IDS_MAX = 200

export async function openSession(options: SessionOptions): Promise<McpSession> {
  let pending: Promise<URLSearchParams> | undefined
  let refusal: Refusal | undefined
  const requestIds = new Set<string>()
  const { origin } = new URL(options.mcpUrl)
  const provider = new MemoryProvider({
    ...(options.clientId === undefined ? {} : { clientId: options.clientId }),
    onAuthorize(url, state) {
      pending = options.authorize(url, state)
      // Whoever needs it awaits it; nobody may, when the call was given up.
      pending.catch(() => undefined)
    },
  })
  const watchedFetch = async (url: string | URL, init?: RequestInit): Promise<Response> => {
    refusal = undefined
    const response = await fetch(url, init)
    // Another origin could name any id as its own.
    const requestId = new URL(url).origin === origin ? response.headers.get('x-request-id') : null
    if (requestId !== null) remember(requestIds, requestId)
    if (!response.ok) refusal = await refusalOf(url, response.clone())
    return response
  }
  const { token } = options
  const newTransport = () =>
    new StreamableHTTPClientTransport(new URL(options.mcpUrl), {
      fetch: watchedFetch,
      ...(token === undefined ? { authProvider: provider } : {}),
      ...(typeof token === 'string'
        ? { requestInit: { headers: { authorization: `Bearer ${token}` } } }
        : {}),
    })

  /** Runs it, and after a sign-in that it asked for once more. */
  const signedIn = async <T>(transport: () => StreamableHTTPClientTransport, run: () => Promise<T>) => {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof UnauthorizedError) || !pending) throw error
      const answer = await pending
      pending = undefined
      await transport().finishAuth(answer)
      return await run()
    }
  }

  let transport = newTransport()
  let client = newClient()
  const connect = async () => {
    client = newClient()
    const next = newTransport()
    try {
      await client.connect(next)
    } finally {
      transport = next
    }
  }
  try {
    await signedIn(() => transport, connect)
  } catch (error) {
    await client.close().catch(() => undefined)
    await provider.revoke()
    throw new SessionError(error, refusal, requestIds)
  }
  const explained = async <T>(run: () => Promise<T>): Promise<T> => {
    refusal = undefined
    try {
      return await signedIn(() => transport, run)
    } catch (error) {
      throw new SessionError(error, refusal, requestIds)
    }
  }
  return {
    serverName: client.getServerVersion()?.name ?? '',
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    listTools: (signal) =>
      explained(async () => (await client.listTools(undefined, { signal, cacheMode: 'refresh' })).tools),
    callTool: (name, args, { signal, timeoutMs }) =>
      explained(() => client.callTool({ name, arguments: args }, { signal, timeout: timeoutMs })),
    async close() {
      // At once, because the page may be going away.
      const revoked = provider.revoke()
      await client.close().catch(() => undefined)
      await revoked
    },
  }
}

function remember(ids: Set<string>, id: string): void {
  ids.add(id)
  const [oldest] = ids
  if (ids.size > REQUEST_IDS_MAX && oldest !== undefined) ids.delete(oldest)
}

function newClient(): Client {
  return new Client(
    { name: 'limen-inspector', title: 'Limen inspector', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  )
}

async function refusalOf(url: string | URL, response: Response): Promise<Refusal> {
  const text = await response.text().catch(() => '')
  let body: unknown = null
  try {
    body = JSON.parse(text)
  } catch {
    // Something else than Limen answered, or nothing.
  }
  return {
    path: new URL(url).pathname,
    status: response.status,
    body,
    requestId: response.headers.get('x-request-id'),
  }
}
