// All tools of a runtime, asked for page by page by Limen itself: in the era that the runtime speaks, modern first.
import { isMembers } from '../protocol/message.ts'
import { MODERN_SINCE, VERSION_CLAIM } from '../protocol/revisions.ts'
import { readFirstMessage, type FoundMessage } from './first-message.ts'
import { HOP_HEADER } from './hops.ts'
import { RuntimeError, sendToRuntime } from './send.ts'
import { USER_AGENT } from './user-agent.ts'

export interface ListToolsOptions {
  /** The contract's headers, with the credential, as a call would have them. */
  headers: readonly (readonly [name: string, value: string])[]
  /** For each request. */
  timeoutMs: number
  allowPrivateTargets: boolean
  ownOrigins: readonly string[]
}

export type ListToolsResult =
  /** The answers as they came, one for each page. */
  { kind: 'listed'; pages: readonly string[] } | { kind: 'failed'; detail: string }

const ID = 'limen-discovery'
const PAGES_MAX = 50
const PAGE_BYTES_MAX = 4 * 1024 * 1024
const LEGACY_REVISION = '2025-11-25'
const CLIENT_INFO = { name: 'limen', version: USER_AGENT.slice('limen/'.length) }
const utf8 = new TextEncoder()

/** Throws nothing that a runtime causes. */
export async function listTools(url: string, options: ListToolsOptions): Promise<ListToolsResult> {
  try {
    const modern = await readPages((cursor) => ask(url, options, modernList(cursor)))
    if (modern.kind === 'listed') return modern
    const legacy = await listLegacy(url, options)
    return legacy.kind === 'listed' || modern.isFinal !== true ? legacy : modern
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error
    return failed(`The runtime gave no answer: ${error.message}.`)
  }
}

async function listLegacy(url: string, options: ListToolsOptions): Promise<ListToolsResult> {
  const opened = await ask(url, options, { headers: {}, body: request('initialize', INITIALIZE) })
  const result = opened.message?.value['result']
  if (!isMembers(result)) return failed(refusalOf(opened))
  const version = typeof result['protocolVersion'] === 'string' ? result['protocolVersion'] : LEGACY_REVISION
  const session: Record<string, string> = { 'mcp-protocol-version': version }
  if (opened.sessionId !== null) session['mcp-session-id'] = opened.sessionId
  try {
    const ready = { jsonrpc: '2.0', method: 'notifications/initialized' }
    const noted = await send(url, options, 'POST', { headers: session, body: ready })
    await noted.body?.cancel()
    return await readPages((cursor) =>
      ask(url, options, {
        headers: session,
        body: request('tools/list', cursor === undefined ? {} : { cursor }),
      }),
    )
  } finally {
    if (opened.sessionId !== null) await endSession(url, options, session)
  }
}

/** `isFinal`: the runtime understood the question, so another era answers no better. */
type PagesResult = ListToolsResult & { isFinal?: boolean }

async function readPages(askPage: (cursor: string | undefined) => Promise<Reply>): Promise<PagesResult> {
  const pages: string[] = []
  const cursors = new Set<string>()
  let cursor: string | undefined
  for (;;) {
    const reply = await askPage(cursor)
    const result = reply.message?.value['result']
    if (!reply.message || !isMembers(result) || !Array.isArray(result['tools'])) {
      return { ...failed(refusalOf(reply)), isFinal: pages.length > 0 }
    }
    pages.push(reply.message.text)
    const next = result['nextCursor']
    if (typeof next !== 'string') return { kind: 'listed', pages }
    if (cursors.has(next) || pages.length >= PAGES_MAX) {
      return { ...failed(`The list of tools does not end after ${pages.length} pages.`), isFinal: true }
    }
    cursors.add(next)
    cursor = next
  }
}

interface Reply {
  status: number
  sessionId: string | null
  message: FoundMessage | undefined
}

interface Question {
  headers: Record<string, string>
  body: unknown
}

async function ask(url: string, options: ListToolsOptions, question: Question): Promise<Reply> {
  const response = await send(url, options, 'POST', question)
  const { timeoutMs } = options
  return {
    status: response.status,
    sessionId: response.headers.get('mcp-session-id'),
    message: await readFirstMessage(response, { id: ID, bytesMax: PAGE_BYTES_MAX, timeoutMs }),
  }
}

function send(
  url: string,
  { headers: contract, ...options }: ListToolsOptions,
  method: string,
  question: { headers: Record<string, string>; body?: unknown },
): Promise<Response> {
  const headers = new Headers({
    accept: 'application/json, text/event-stream',
    'user-agent': USER_AGENT,
    [HOP_HEADER]: '1',
    ...question.headers,
  })
  if (question.body !== undefined) headers.set('content-type', 'application/json')
  for (const [name, value] of contract) headers.set(name, value)
  const body = question.body === undefined ? null : new Uint8Array(utf8.encode(JSON.stringify(question.body)))
  return sendToRuntime({ url, method, headers, body, signal: undefined, ...options })
}

/** A session that was only opened to look is closed again; whether that works does not matter. */
async function endSession(
  url: string,
  options: ListToolsOptions,
  session: Record<string, string>,
): Promise<void> {
  try {
    const response = await send(url, options, 'DELETE', { headers: session })
    await response.body?.cancel()
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error
  }
}

const INITIALIZE = { protocolVersion: LEGACY_REVISION, capabilities: {}, clientInfo: CLIENT_INFO }

function request(method: string, params: unknown): unknown {
  return { jsonrpc: '2.0', id: ID, method, params }
}

function modernList(cursor: string | undefined): Question {
  const meta = {
    [VERSION_CLAIM]: MODERN_SINCE,
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': CLIENT_INFO,
  }
  return {
    headers: { 'mcp-protocol-version': MODERN_SINCE, 'mcp-method': 'tools/list' },
    body: request('tools/list', { _meta: meta, ...(cursor === undefined ? {} : { cursor }) }),
  }
}

function failed(detail: string): { kind: 'failed'; detail: string } {
  return { kind: 'failed', detail }
}

/** In one sentence, without what the runtime says: that is hostile text. */
function refusalOf({ status, message }: Reply): string {
  if (status === 401 || status === 403) {
    return `The runtime answered ${status}: it did not accept the credential, or the worker secret.`
  }
  const error = message?.value['error']
  const code = isMembers(error) && typeof error['code'] === 'number' ? ` with error ${error['code']}` : ''
  return `The runtime answered ${status}${code} in place of a list of tools.`
}
