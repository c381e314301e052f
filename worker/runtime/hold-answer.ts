// Reads a JSON answer before its status is sent, as long as it is small: then one that is cut, slow or too large becomes
// an error instead of half a document (P4, S15). A large one is handed on as a stream.
import { joinBytes } from '../protocol/join-bytes.ts'
import type { AnswerLimits } from './limits.ts'
import type { Patience } from './patience.ts'

export type HeldAnswer =
  /** `length` in bytes. */
  | { kind: 'whole'; body: string | Uint8Array<ArrayBuffer>; length: number }
  /** More than the limit: what was read, and the rest. */
  | {
      kind: 'large'
      head: readonly Uint8Array[]
      rest: ReadableStreamDefaultReader<Uint8Array>
      length: number | null
    }
  | { kind: 'truncated' | 'timeout' | 'too_large' }

/** Up to this declared length the platform reads the whole body by itself: a reader in between costs ten times as much. */
const AT_ONCE_BYTES_MAX = 64 * 1024

const utf8 = new TextDecoder()

/**
 * `waitMs` bounds the whole of what is held, by the `patience` with which the request was sent. `isText`: it is held as the
 * text that UTF-8 readers see (Fetch, "UTF-8 decode"), which costs half of what bytes do.
 */
export async function holdAnswer(
  response: Response,
  limits: AnswerLimits,
  patience: Patience,
  waitMs: number,
  isText: boolean,
): Promise<HeldAnswer> {
  const length = contentLength(response)
  if (length !== null && length > limits.answerBytesMax) {
    response.body?.cancel().catch(() => {})
    return { kind: 'too_large' }
  }
  patience.allow(waitMs)
  // HTTP ends the body at its declared length; less than that is a cut.
  const isSmall = length !== null && length <= AT_ONCE_BYTES_MAX
  const reader = isSmall ? undefined : response.body?.getReader()
  try {
    if (reader) return await patience.race(readParts(reader, limits.heldBytesMax, length, isText))
    const body = await patience.race(readAtOnce(response, isText))
    return { kind: 'whole', body, length: body.length === 0 ? 0 : (length ?? body.length) }
  } catch {
    reader?.cancel().catch(() => {})
    return { kind: patience.isLate ? 'timeout' : 'truncated' }
  } finally {
    patience.end()
  }
}

/** Rejects when the body is cut. */
function readAtOnce(response: Response, isText: boolean): Promise<string | Uint8Array<ArrayBuffer>> {
  return isText ? response.text() : response.arrayBuffer().then((buffer) => new Uint8Array(buffer))
}

/** Rejects when the body is cut. */
async function readParts(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  bytesMax: number,
  length: number | null,
  isText: boolean,
): Promise<HeldAnswer> {
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) {
      const bytes = joinBytes(parts)
      return { kind: 'whole', body: isText ? utf8.decode(bytes) : bytes, length: size }
    }
    parts.push(value)
    size += value.length
    if (size > bytesMax) return { kind: 'large', head: parts, rest: reader, length }
  }
}

/** Null where the body was compressed: it is decoded on the way, and the number says something else. */
function contentLength(response: Response): number | null {
  const text = response.headers.get('content-length')
  if (text === null || response.headers.has('content-encoding')) return null
  const length = Number(text)
  return Number.isSafeInteger(length) ? length : null
}
