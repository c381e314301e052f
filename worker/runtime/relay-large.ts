// Carries a large JSON answer to the client as it comes. Its status is sent already, so one that is cut ends in a broken
// connection, never in what looks like a whole document (P4).
import type { HeldAnswer } from './hold-answer.ts'
import type { AnswerLimits } from './limits.ts'

export interface LargeEnd {
  outcome: 'ok' | 'truncated' | 'timeout' | 'too_large' | 'cancelled'
  bytes: number
}

export function relayLarge(
  answer: Extract<HeldAnswer, { kind: 'large' }>,
  limits: AnswerLimits,
): { body: ReadableStream<Uint8Array>; done: Promise<LargeEnd> } {
  const { readable, writable } =
    answer.length === null ? new IdentityTransformStream() : new FixedLengthStream(answer.length)
  return { body: readable, done: pump(answer, writable.getWriter(), limits) }
}

async function pump(
  { head, rest }: Extract<HeldAnswer, { kind: 'large' }>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  limits: AnswerLimits,
): Promise<LargeEnd> {
  let bytes = 0
  const write = async (chunk: Uint8Array) => {
    await writer.write(chunk)
    bytes += chunk.length
  }
  const stop = async (outcome: LargeEnd['outcome']): Promise<LargeEnd> => {
    rest.cancel()
    await writer.abort(new Error(`the runtime's answer: ${outcome}`)).catch(() => {})
    return { outcome, bytes }
  }
  writer.closed.catch(() => rest.interrupt())
  try {
    for (const chunk of head) await write(chunk)
    for (;;) {
      const read = await rest.next(limits.idleMs)
      if (read.kind === 'chunk') await write(read.bytes)
      else if (read.kind === 'cut') return await stop('truncated')
      else if (read.kind === 'silence') return await stop('timeout')
      else if (read.kind === 'interrupted') return await stop('cancelled')
      else break
      if (bytes > limits.answerBytesMax) return await stop('too_large')
    }
    await writer.close()
    return { outcome: 'ok', bytes }
  } catch {
    return stop('cancelled')
  }
}
