// Tries a runtime without calling anything: `server/discover`, then `initialize` where that era is not spoken. For the
// admin plane: is it there, does it accept a worker secret, what does it ask for?
import { isMembers } from '../protocol/message.ts'
import { MODERN_SINCE, VERSION_CLAIM } from '../protocol/revisions.ts'
import { readFirstMessage } from './first-message.ts'
import { HOP_HEADER } from './hops.ts'
import { RuntimeError, sendToRuntime, type RuntimeFailure } from './send.ts'
import { USER_AGENT } from './user-agent.ts'

export type ProbeResult =
  | {
      kind: 'answers'
      era: 'modern' | 'legacy'
      protocolVersions: readonly string[]
      /** As the runtime names itself; hostile text. */
      serverName: string | null
    }
  /** A 401 or 403 without a challenge: how a wrong or missing worker secret is answered (product.md §3). */
  | { kind: 'refuses_secret'; status: number }
  /** A 401 with a challenge: it wants a token of its own. */
  | { kind: 'asks_for_token'; status: number; challenge: string; resourceMetadataUrl: string | null }
  /** Something answers, but not MCP. */
  | { kind: 'no_mcp'; status: number }
  | { kind: 'unreachable'; failure: RuntimeFailure; detail: string }

export interface ProbeOptions {
  /** For the whole of each of the two requests. */
  timeoutMs: number
  allowPrivateTargets: boolean
  ownOrigins: readonly string[]
}

interface Reply {
  status: number
  challenge: string | null
  sessionId: string | null
  message: Readonly<Record<string, unknown>> | undefined
}

const READ = { id: 'limen-probe', bytesMax: 256 * 1024 }
const LEGACY_REVISION = '2025-11-25'
const CLIENT_INFO = { name: 'limen', version: USER_AGENT.slice('limen/'.length) }
const utf8 = new TextEncoder()

/** `headers` are the contract's and the static ones, as the runtime would get them. Throws nothing a runtime causes. */
export async function probeRuntime(
  url: string,
  headers: readonly (readonly [name: string, value: string])[],
  options: ProbeOptions,
): Promise<ProbeResult> {
  try {
    const modern = await ask(url, headers, options, MODERN_PROBE)
    const refused = refusalOf(modern)
    if (refused) return refused
    const found = modern.message?.['result']
    if (isMembers(found)) return answersModern(found)
    const legacy = await ask(url, headers, options, LEGACY_PROBE)
    if (legacy.sessionId !== null) await endSession(url, headers, options, legacy.sessionId)
    const result = legacy.message?.['result']
    if (isMembers(result)) return answersLegacy(result)
    return refusalOf(legacy) ?? { kind: 'no_mcp', status: legacy.status }
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error
    return { kind: 'unreachable', failure: error.failure, detail: error.message }
  }
}

const MODERN_PROBE = {
  headers: { 'mcp-protocol-version': MODERN_SINCE, 'mcp-method': 'server/discover' },
  body: {
    jsonrpc: '2.0',
    id: READ.id,
    method: 'server/discover',
    params: {
      _meta: {
        [VERSION_CLAIM]: MODERN_SINCE,
        'io.modelcontextprotocol/clientCapabilities': {},
        'io.modelcontextprotocol/clientInfo': CLIENT_INFO,
      },
    },
  },
}

const LEGACY_PROBE = {
  headers: {},
  body: {
    jsonrpc: '2.0',
    id: READ.id,
    method: 'initialize',
    params: { protocolVersion: LEGACY_REVISION, capabilities: {}, clientInfo: CLIENT_INFO },
  },
}

function answersModern(result: Readonly<Record<string, unknown>>): ProbeResult {
  const versions = result['supportedVersions']
  const meta = result['_meta']
  return {
    kind: 'answers',
    era: 'modern',
    protocolVersions: Array.isArray(versions) ? versions.filter((one) => typeof one === 'string') : [],
    serverName: nameOf(isMembers(meta) ? meta['io.modelcontextprotocol/serverInfo'] : undefined),
  }
}

function answersLegacy(result: Readonly<Record<string, unknown>>): ProbeResult {
  const version = result['protocolVersion']
  return {
    kind: 'answers',
    era: 'legacy',
    protocolVersions: typeof version === 'string' ? [version] : [],
    serverName: nameOf(result['serverInfo']),
  }
}

function nameOf(info: unknown): string | null {
  const name = isMembers(info) ? info['name'] : undefined
  return typeof name === 'string' ? name.slice(0, 256) : null
}

function refusalOf({ status, challenge }: Reply): ProbeResult | undefined {
  if (status !== 401 && status !== 403) return undefined
  if (challenge === null) return { kind: 'refuses_secret', status }
  const resourceMetadataUrl = /resource_metadata="([^"]*)"/i.exec(challenge)?.[1] ?? null
  return { kind: 'asks_for_token', status, challenge, resourceMetadataUrl }
}

async function ask(
  url: string,
  headers: readonly (readonly [string, string])[],
  options: ProbeOptions,
  probe: { headers: Record<string, string>; body: unknown },
): Promise<Reply> {
  const response = await send(url, headers, options, 'POST', probe)
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    sessionId: response.headers.get('mcp-session-id'),
    message: (await readFirstMessage(response, { ...READ, timeoutMs: options.timeoutMs }))?.value,
  }
}

/** A session that was only opened to look is closed again; whether that works does not matter. */
async function endSession(
  url: string,
  headers: readonly (readonly [string, string])[],
  options: ProbeOptions,
  sessionId: string,
): Promise<void> {
  try {
    const response = await send(url, headers, options, 'DELETE', { headers: { 'mcp-session-id': sessionId } })
    await response.body?.cancel()
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error
  }
}

function send(
  url: string,
  contract: readonly (readonly [string, string])[],
  options: ProbeOptions,
  method: string,
  probe: { headers: Record<string, string>; body?: unknown },
): Promise<Response> {
  const headers = new Headers({
    accept: 'application/json, text/event-stream',
    'user-agent': USER_AGENT,
    [HOP_HEADER]: '1',
    ...probe.headers,
  })
  if (probe.body !== undefined) headers.set('content-type', 'application/json')
  for (const [name, value] of contract) headers.set(name, value)
  const body = probe.body === undefined ? null : new Uint8Array(utf8.encode(JSON.stringify(probe.body)))
  return sendToRuntime({ url, method, headers, body, signal: undefined, ...options })
}
