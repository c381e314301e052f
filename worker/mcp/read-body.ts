// Reads a request body: bounded in size and time (M11, P9).
import { TimedReader } from '../runtime/timed-reader.ts'
import { McpRefusal } from './refusal.ts'

const BODY_MS = 30_000

/** Throws McpRefusal. */
export async function readBody(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(request.headers.get('content-length') ?? Number.NaN)
  if (declared > bytesMax) throw tooLarge(bytesMax)
  if (request.body === null) return new Uint8Array(0)
  const reader = new TimedReader(request.body)
  const deadline = Date.now() + BODY_MS
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const read = await reader.next(Math.max(0, deadline - Date.now()))
    if (read.kind === 'end') return join(chunks, size)
    if (read.kind === 'cut') throw new McpRefusal('body_incomplete')
    if (read.kind !== 'chunk') {
      reader.cancel()
      throw new McpRefusal('body_timeout')
    }
    size += read.bytes.length
    if (size > bytesMax) {
      reader.cancel()
      throw tooLarge(bytesMax)
    }
    chunks.push(read.bytes)
  }
}

function tooLarge(bytesMax: number): McpRefusal {
  return new McpRefusal('body_too_large', { detail: `the cap is ${bytesMax} bytes` })
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
