// JSON-RPC 2.0 messages as MCP allows them (M11). Built from checked JSON; ids stay in their source form. Pure.
import { rawElements, rawMember, type CheckedJson } from './json.ts'
import { MessageRefusal } from './message-refusal.ts'
import { checkMemberSpelling } from './member-spelling.ts'

export type Members = Readonly<Record<string, unknown>>

interface Common {
  /** The source text of this message. */
  text: string
}

export interface RequestMessage extends Common {
  kind: 'request'
  /** The id as it was written: what is echoed (M2). */
  rawId: string
  method: string
  params: Members | undefined
}

export interface NotificationMessage extends Common {
  kind: 'notification'
  method: string
  params: Members | undefined
}

/** An answer of a legacy client to a request of the runtime. */
export interface ResponseMessage extends Common {
  kind: 'response'
  rawId: string
}

export type Message = RequestMessage | NotificationMessage | ResponseMessage

/** One POST body: a single message, or an array of them (2025-03-26). */
export type Body = { isBatch: false; messages: readonly [Message] } | { isBatch: true; messages: Message[] }

const BATCH_MAX = 100

/** Throws MessageRefusal where it is no JSON-RPC message of MCP. */
export function parseBody({ text, value, isCanonical }: CheckedJson): Body {
  if (!Array.isArray(value)) return { isBatch: false, messages: [parseMessage(value, text, isCanonical)] }
  if (value.length === 0) refuse('an empty array')
  if (value.length > BATCH_MAX) refuse(`an array of more than ${BATCH_MAX} messages`)
  const texts = rawElements(text) ?? []
  return {
    isBatch: true,
    messages: value.map((element, index) => parseMessage(element, texts[index] ?? '', isCanonical)),
  }
}

function parseMessage(value: unknown, text: string, isCanonical: boolean): Message {
  if (!isMembers(value)) refuse('not an object')
  // Up to here nothing is known of the message, so its id is not echoed; from here on it is, if it is one.
  const rawId = parseRawId(value, text, isCanonical)
  if (value['jsonrpc'] !== '2.0') refuse('"jsonrpc" is not "2.0"', rawId)
  checkMemberSpelling(value, rawId)
  const isAnswer = Object.hasOwn(value, 'result') || Object.hasOwn(value, 'error')
  if (!Object.hasOwn(value, 'method')) {
    if (!isAnswer) refuse('neither a method nor a result', rawId)
    if (rawId === undefined) refuse('an answer without an id')
    return { kind: 'response', text, rawId }
  }
  const { method } = value
  if (typeof method !== 'string' || method === '') refuse('"method" is not a text', rawId)
  if (isAnswer) refuse('a request and an answer in one', rawId)
  const params = parseParams(value, rawId)
  return rawId === undefined
    ? { kind: 'notification', text, method, params }
    : { kind: 'request', text, rawId, method, params }
}

/** MCP forbids a null id; every other form is no id at all (JSON-RPC 2.0 §4). */
function parseRawId(value: Members, text: string, isCanonical: boolean): string | undefined {
  if (!Object.hasOwn(value, 'id')) return undefined
  const { id } = value
  if (typeof id !== 'string' && typeof id !== 'number') refuse('"id" is neither a text nor a number')
  const raw = (isCanonical ? JSON.stringify(id) : rawMember(text, 'id')) ?? refuse('"id" cannot be read')
  if (raw.length > 1_024) refuse('"id" is longer than 1,024 characters')
  return raw
}

function parseParams(value: Members, rawId: string | undefined): Members | undefined {
  if (!Object.hasOwn(value, 'params')) return undefined
  const { params } = value
  if (!isMembers(params)) refuse('"params" is not an object', rawId)
  return params
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(reason: string, rawId?: string): never {
  throw new MessageRefusal(reason, rawId)
}
