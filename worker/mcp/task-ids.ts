// Task ids are the runtime's; a client sees them sealed to server, user and client, so that nobody else's can be named (M5,
// S7). At a server that is open to everybody nobody owns a task, and they pass as they are.
import type { MasterKeys } from '../crypto/master-keys.ts'
import { encodeHeaderValue } from '../protocol/header-value.ts'
import type { Span } from '../protocol/json.ts'
import {
  findAskedTaskIds,
  findOwnTaskIds,
  findRelatedTaskIds,
  RELATED_TASK,
  spliceTexts,
} from '../protocol/task-ids.ts'
import { openHandle, sealHandle, type HandleOwner } from '../runtime/seal.ts'
import type { ReadMessage } from './read-message.ts'
import { McpRefusal } from './refusal.ts'

export interface OpenedBody {
  bytes: Uint8Array<ArrayBuffer>
  /** In place of the client's `Mcp-Name`; undefined where no id in it was opened. */
  mcpName: string | undefined
}

/** Of the methods about tasks, those of the extension; others ended with 2025-11-25. */
const MODERN: ReadonlySet<string> = new Set([
  'tasks/get',
  'tasks/update',
  'tasks/cancel',
  'subscriptions/listen',
])

const utf8 = new TextEncoder()

/** Whether there is anything to open; asked before anything is awaited. */
export function mayNameTasks({ body }: ReadMessage): boolean {
  return body.messages.some(
    (one) => (one.kind !== 'response' && isAboutTasks(one.method)) || one.text.includes(RELATED_TASK),
  )
}

/** Whether there is anything to seal in a message of the runtime; asked before anything is awaited. */
export function mayCarryTaskIds(text: string): boolean {
  return text.includes('taskId')
}

/** The client's message with the runtime's own ids. Throws McpRefusal `unknown_task` for every id that is not the caller's. */
export async function openTaskIds(
  keys: MasterKeys,
  owner: HandleOwner,
  { body, era }: ReadMessage,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<OpenedBody> {
  const unchanged = { bytes, mcpName: undefined }
  if (body.isBatch) {
    // The one revision that knows arrays knows no tasks.
    const asks = body.messages.some((one) => one.kind !== 'response' && isAboutTasks(one.method))
    if (asks) throw new McpRefusal('unknown_task')
    return unchanged
  }
  const [message] = body.messages
  const { text } = message
  const asked =
    message.kind !== 'response' && isAboutTasks(message.method) ? findAskedTaskIds(text, message.method) : []
  const related = text.includes(RELATED_TASK) ? findRelatedTaskIds(text) : []
  if (asked.length + related.length === 0) return unchanged
  const own = async (span: Span) => ({
    span,
    value: await openHandle(keys, 'task', owner, textAt(text, span)),
  })
  const changes = await Promise.all([...asked, ...related].map(own))
  if (changes.slice(0, asked.length).some(({ value }) => value === undefined)) {
    // What a revision does not know is no task's fault, whoever asks.
    const isKnown = message.kind !== 'request' || era.family === 'legacy' || MODERN.has(message.method)
    throw new McpRefusal(isKnown ? 'unknown_task' : 'method_not_found')
  }
  const opened = changes.flatMap(({ span, value }) => (value === undefined ? [] : [{ span, value }]))
  const named = asked.length === 1 ? opened[0]?.value : undefined
  return {
    bytes: new Uint8Array(utf8.encode(spliceTexts(text, opened))),
    mcpName: named === undefined ? undefined : encodeHeaderValue(named),
  }
}

/** The runtime's message with the ids that the client sees. Arrays pass: the revision that knows them has no tasks. */
export async function sealTaskIds(keys: MasterKeys, owner: HandleOwner, text: string): Promise<string> {
  const seal = async (span: Span) => ({
    span,
    value: await sealHandle(keys, 'task', owner, textAt(text, span)),
  })
  return spliceTexts(text, await Promise.all(findOwnTaskIds(text).map(seal)))
}

function isAboutTasks(method: string): boolean {
  return method.startsWith('tasks/') || method === 'subscriptions/listen'
}

function textAt(text: string, { start, end }: Span): string {
  return JSON.parse(text.slice(start, end)) as string
}
