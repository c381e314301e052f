// What a runtime's message says about the requests that wait for it: read, never rewritten. Pure.
import { canonicalId } from './canonical-id.ts'
import { isMembers } from './message.ts'
import { rawElements, rawMember } from './json.ts'
import { DOWNSTREAM_CLAIM } from './revisions.ts'

export interface AnswerFacts {
  /** A JSON array, which one revision only knows (M3). */
  isArray: boolean
  /** Canonical ids of the requests that are answered. */
  answered: string[]
  /** A tool said that it failed. */
  isToolError: boolean
  /** A JSON-RPC error. */
  isRpcError: boolean
  /** The runtime's API refused the forwarded token (M4). */
  isTokenRefused: boolean
}

const NOTHING: AnswerFacts = {
  isArray: false,
  answered: [],
  isToolError: false,
  isRpcError: false,
  isTokenRefused: false,
}
const EMPTY_ARRAY: AnswerFacts = { ...NOTHING, isArray: true }

/** `undefined` when the text is no JSON. */
export function readAnswer(text: string): AnswerFacts | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!Array.isArray(value)) return readMessage(value, text)
  const texts = rawElements(text) ?? []
  return value.map((element, index) => readMessage(element, texts[index] ?? '')).reduce(join, EMPTY_ARRAY)
}

function readMessage(value: unknown, text: string): AnswerFacts {
  if (!isMembers(value) || Object.hasOwn(value, 'method')) return NOTHING
  const { id, result } = value
  const isRpcError = Object.hasOwn(value, 'error')
  if (!isRpcError && !Object.hasOwn(value, 'result')) return NOTHING
  const meta = isMembers(result) ? result['_meta'] : undefined
  return {
    isArray: false,
    answered: typeof id === 'string' || typeof id === 'number' ? [answeredId(id, text)] : [],
    isToolError: isMembers(result) && result['isError'] === true,
    isRpcError,
    isTokenRefused: isMembers(meta) && meta[DOWNSTREAM_CLAIM] === 'invalid_token',
  }
}

/** Only a number that lost digits needs its source text. */
function answeredId(id: string | number, text: string): string {
  if (typeof id === 'string') return JSON.stringify(id)
  return Number.isSafeInteger(id) ? String(id) : canonicalId(rawMember(text, 'id') ?? String(id))
}

function join(a: AnswerFacts, b: AnswerFacts): AnswerFacts {
  return {
    isArray: a.isArray,
    answered: [...a.answered, ...b.answered],
    isToolError: a.isToolError || b.isToolError,
    isRpcError: a.isRpcError || b.isRpcError,
    isTokenRefused: a.isTokenRefused || b.isTokenRefused,
  }
}
