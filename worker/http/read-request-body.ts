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
  const tooLarge = () => new RequestBodyError('too_large', `the body is larger than ${bytesMax} bytes`)
  if (Number(request.headers.get('content-length')) > bytesMax) throw tooLarge()
  try {
    return await readCapped(request, bytesMax, timeoutMs)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    if (error.failure === 'too_large') throw tooLarge()
    if (error.failure === 'timeout') {
      throw new RequestBodyError('too_slow', `the body did not end in ${timeoutMs} ms`, { cause: error })
    }
    throw new RequestBodyError('incomplete', 'the body ended early', { cause: error })
  }
}
