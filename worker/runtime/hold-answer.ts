// Reads a JSON answer before its status is sent, as long as it is small: then one that is cut, slow or too large becomes
// an error instead of half a document (P4, S15). A large one is handed on as a stream.
import type { AnswerLimits } from './limits.ts'
import type { Patience } from './patience.ts'
import { TimedReader } from './timed-reader.ts'

export type HeldAnswer =
  | { kind: 'whole'; bytes: Uint8Array<ArrayBuffer> }
  /** More than the limit: what was read, and the rest. */
  | { kind: 'large'; head: readonly Uint8Array[]; rest: TimedReader; length: number | null }
  | { kind: 'truncated' | 'timeout' | 'too_large' }

/** Up to this declared length the platform reads the whole body by itself: a reader in between costs ten times as much. */
const AT_ONCE_BYTES_MAX = 64 * 1024

/** `waitMs` bounds each silence, by the `patience` with which the request was sent where the body is read at once. */
export async function holdAnswer(
  response: Response,
  limits: AnswerLimits,
  patience: Patience,
  waitMs: number,
): Promise<HeldAnswer> {
  if (response.body === null) return { kind: 'whole', bytes: new Uint8Array(0) }
  const length = contentLength(response)
  if (length !== null && length <= AT_ONCE_BYTES_MAX) return readAtOnce(response, patience, waitMs)
  patience.end()
  const reader = new TimedReader(response.body)
  if (length !== null && length > limits.answerBytesMax) {
    reader.cancel()
    return { kind: 'too_large' }
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const read = await reader.next(waitMs)
    if (read.kind === 'end') return { kind: 'whole', bytes: join(chunks, size) }
    if (read.kind !== 'chunk') {
      reader.cancel()
      return { kind: read.kind === 'cut' ? 'truncated' : 'timeout' }
    }
    chunks.push(read.bytes)
    size += read.bytes.length
    if (size > limits.heldBytesMax) return { kind: 'large', head: chunks, rest: reader, length }
  }
}

/** HTTP ends the body at its declared length; less than that is a cut. */
async function readAtOnce(response: Response, patience: Patience, waitMs: number): Promise<HeldAnswer> {
  patience.allow(waitMs)
  try {
    return { kind: 'whole', bytes: new Uint8Array(await response.arrayBuffer()) }
  } catch {
    return { kind: patience.isLate ? 'timeout' : 'truncated' }
  } finally {
    patience.end()
  }
}

/** Null where the body was compressed: it is decoded on the way, and the number says something else. */
function contentLength(response: Response): number | null {
  const text = response.headers.get('content-length')
  if (text === null || response.headers.has('content-encoding')) return null
  const length = Number(text)
  return Number.isSafeInteger(length) ? length : null
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
