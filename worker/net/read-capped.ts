// Bounded reading of a body: size after decoding, and time (S10, P9).
import { joinBytes } from '../protocol/join-bytes.ts'
import { OutboundError } from './outbound-error.ts'

/**
 * Reads a whole body of at most `bytesMax` decoded bytes within `timeoutMs` milliseconds. Throws OutboundError
 * (`too_large`, `timeout`, `cut`); the rest of the body is then given up, which closes the connection.
 */
export async function readCapped(
  response: { readonly body: ReadableStream<Uint8Array> | null },
  bytesMax: number,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array(0)
  const chunks: Uint8Array[] = []
  let size = 0
  let isLate = false
  const giveUp = () => void reader.cancel().catch(() => {})
  const timer = setTimeout(() => {
    isLate = true
    giveUp()
  }, timeoutMs)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (isLate) throw new OutboundError('timeout', `the body did not end in ${timeoutMs} ms`)
      if (done) return joinBytes(chunks)
      size += value.byteLength
      if (size > bytesMax) {
        giveUp()
        throw new OutboundError('too_large', `the body is larger than ${bytesMax} bytes`)
      }
      chunks.push(value)
    }
  } catch (error) {
    if (error instanceof OutboundError) throw error
    if (isLate)
      throw new OutboundError('timeout', `the body did not end in ${timeoutMs} ms`, { cause: error })
    throw new OutboundError('cut', 'the body ended early', { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
