// tools/list with a credential, as a client makes it: every page.
import type { DoctorProfile } from '../../../schema/api/doctor.ts'
import { fail, pass, skip, warn, type Finding } from '../finding.ts'
import { initializedProbe, initializeProbe, toolsListProbe } from '../mcp-request.ts'
import { describeReply, parseObject, trySend, type Reply, type Send } from '../probe.ts'

const PAGES_MAX = 50
/** Model providers take function names of this form. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/
/** Claude in the browser slows down and picks worse beyond about so many. */
const CLAUDE_TOOLS_MAX = 20

interface Tool {
  name: string
}

export async function checkTools(
  send: Send,
  url: URL,
  token: string | undefined,
  isOpen: boolean,
  profile: DoctorProfile,
): Promise<Finding[]> {
  if (token === undefined && !isOpen) {
    const message = 'It needs a credential'
    return [skip('tools_list', message), skip('tool_names', message), skip('tool_count', message)]
  }
  const listed = await listTools(send, url, token)
  if ('failure' in listed) {
    return [
      fail('tools_list', `tools/list: ${listed.failure}`, listed.remedy),
      skip('tool_names', 'There is no list'),
      skip('tool_count', 'There is no list'),
    ]
  }
  const { tools } = listed
  const found =
    tools.length === 0
      ? warn('tools_list', 'The list is empty', 'Check that this user may use tools here.')
      : pass('tools_list', `${tools.length} tools`)
  return [found, checkNames(tools), checkCount(tools.length, profile)]
}

function checkNames(tools: readonly Tool[]): Finding {
  const odd = tools.filter(({ name }) => !NAME.test(name)).map(({ name }) => name)
  if (odd.length === 0) return pass('tool_names', 'Every name suits every model provider')
  const remedy = 'Use 1–64 letters, digits, _ and -: some clients drop or rename the others.'
  return warn('tool_names', `${odd.slice(0, 5).join(', ')}${odd.length > 5 ? ' and more' : ''}`, remedy)
}

function checkCount(count: number, profile: DoctorProfile): Finding {
  if (profile !== 'claude' || count <= CLAUDE_TOOLS_MAX) return pass('tool_count', `${count} tools`)
  return warn(
    'tool_count',
    `${count} tools are many for one connector`,
    `Switch off what nobody needs, or split the server: choices get worse beyond about ${CLAUDE_TOOLS_MAX}.`,
  )
}

type Listed = { tools: Tool[] } | { failure: string; remedy: string }

async function listTools(send: Send, url: URL, token: string | undefined): Promise<Listed> {
  const sessionId = await openSession(send, url, token)
  if (typeof sessionId === 'object') return sessionId
  const tools: Tool[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const reply = await trySend(send, url.href, toolsListProbe({ token, sessionId }, cursor))
    const answer = 'failure' in reply ? undefined : answerOf(reply)
    const result = answer?.['result']
    if (
      typeof result !== 'object' ||
      result === null ||
      !('tools' in result) ||
      !Array.isArray(result.tools)
    ) {
      return { failure: describeFailure(reply, answer), remedy: remedyFor(reply) }
    }
    for (const tool of result.tools as unknown[]) {
      if (typeof tool !== 'object' || tool === null || !('name' in tool) || typeof tool.name !== 'string') {
        return { failure: 'an entry has no name', remedy: 'Each tool needs a name and an inputSchema.' }
      }
      tools.push({ name: tool.name })
    }
    cursor = 'nextCursor' in result && typeof result.nextCursor === 'string' ? result.nextCursor : undefined
    if (cursor === undefined) return { tools }
  }
  return { failure: `no end after ${PAGES_MAX} pages`, remedy: 'Leave nextCursor out on the last page.' }
}

/** Undefined where the server has no sessions. */
async function openSession(
  send: Send,
  url: URL,
  token: string | undefined,
): Promise<string | undefined | { failure: string; remedy: string }> {
  const reply = await trySend(send, url.href, initializeProbe({ token }))
  // A server of the modern era only knows no `initialize`; tools/list then says what is wrong, if anything is.
  if ('failure' in reply) return { failure: reply.failure, remedy: 'Check that the runtime is reachable.' }
  if (reply.status === 401) return { failure: 'the credential is refused', remedy: remedyFor(reply) }
  const sessionId = reply.headers.get('mcp-session-id') ?? undefined
  if (reply.status === 200) await trySend(send, url.href, initializedProbe({ token, sessionId }))
  return sessionId
}

/** JSON, or the last message of an event stream. */
function answerOf(reply: Reply): Record<string, unknown> | undefined {
  const type = reply.headers.get('content-type') ?? ''
  if (!type.startsWith('text/event-stream')) return parseObject(reply.text)
  const data = reply.text
    .split(/\r?\n\r?\n/)
    .map((event) =>
      event
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice('data:'.length).trimStart())
        .join('\n'),
    )
    .filter((text) => text !== '')
  return data.map(parseObject).findLast((message) => message !== undefined && 'id' in message)
}

function describeFailure(
  reply: Reply | { failure: string },
  answer: Record<string, unknown> | undefined,
): string {
  const error = answer?.['error']
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message)
  return describeReply(reply)
}

function remedyFor(reply: Reply | { failure: string }): string {
  if ('failure' in reply) return 'Check that the runtime is reachable.'
  if (reply.status === 401) return 'The credential is not valid here. Sign in again, or give another one.'
  if (reply.status === 403) return 'This caller may not use the server. Its rules say who may.'
  if (reply.status >= 500) return 'The runtime behind it does not answer as it should. Its log says more.'
  return 'Answer with result.tools, an array.'
}
