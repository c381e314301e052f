// Bounded reading of a request's body: the declared length first, then what really arrives (P9).
import { OutboundError } from '../net/outbound-error.ts'
import { readCapped } from '../net/read-capped.ts'

export type RequestBodyFault = 'too_large' | 'too_slow' | 'incomplete'

/** The body cannot be used: 413, 408 and 400 on the wire. */
export class RequestBodyError extends Error {
  override name = 'RequestBodyError'
  readonly fault: RequestBodyFault
  readonly status: 413 | 408 | 400
  constructor(fault: RequestBodyFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
    this.status = fault === 'too_large' ? 413 : fault === 'too_slow' ? 408 : 400
  }
}

/** At most `bytesMax` bytes within `timeoutMs`; an absent body is empty. Throws RequestBodyError. */
export async function readRequestBody(
  request: Request,
  bytesMax: number,
  timeoutMs = 30_000,
): Promise<Uint8Array<ArrayBuffer>> {
  const declared = request.headers.get('content-length')
  if (request.body === null) return new Uint8Array(0)
  // HTTP ends a body at its declared length, so the platform may read it in one go: a tenth of the cost of a reader.
  return declared === null
    ? readUndeclared(request, bytesMax, timeoutMs)
    : readWithin(request, Number(declared), bytesMax, timeoutMs)
}

/**
 * A body whose length is declared, read in one go under the caller's own bound: `race` rejects when its time is over.
 * Throws RequestBodyError; `incomplete` then stands for a `race` that rejected too.
 */
export async function readDeclaredBody(
  request: Request,
  declared: number,
  bytesMax: number,
  race: (work: Promise<ArrayBuffer>) => Promise<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (declared > bytesMax) throw tooLarge(bytesMax)
  let bytes: Uint8Array<ArrayBuffer>
  try {
    bytes = new Uint8Array(await race(request.arrayBuffer()))
  } catch (error) {
    throw error instanceof RequestBodyError ? error : incomplete(error)
  }
  if (bytes.length > bytesMax) throw tooLarge(bytesMax)
  return bytes
}

async function readWithin(
  request: Request,
  declared: number,
  bytesMax: number,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow(timeoutMs)), timeoutMs)
  })
  try {
    return await readDeclaredBody(request, declared, bytesMax, (work) => Promise.race([work, late]))
  } finally {
    clearTimeout(timer)
  }
}

async function readUndeclared(
  request: Request,
  bytesMax: number,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readCapped(request, bytesMax, timeoutMs)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    if (error.failure === 'too_large') throw tooLarge(bytesMax)
    if (error.failure === 'timeout') throw tooSlow(timeoutMs, error)
    throw incomplete(error)
  }
}

function tooLarge(bytesMax: number): RequestBodyError {
  return new RequestBodyError('too_large', `the body is larger than ${bytesMax} bytes`)
}

function tooSlow(timeoutMs: number, cause?: unknown): RequestBodyError {
  return new RequestBodyError('too_slow', `the body did not end in ${timeoutMs} ms`, { cause })
}

function incomplete(cause: unknown): RequestBodyError {
  return new RequestBodyError('incomplete', 'the body ended early', { cause })
}
