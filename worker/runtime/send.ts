// One request to a runtime, and how it can fail before its answer begins.
import { outbound } from '../net/outbound.ts'
import { OutboundError } from '../net/outbound-error.ts'

export type RuntimeFailure = 'unreachable' | 'timeout' | 'cancelled' | 'redirected'

/** No answer of the runtime. `message` is for the log. */
export class RuntimeError extends Error {
  override name = 'RuntimeError'
  readonly failure: RuntimeFailure
  constructor(failure: RuntimeFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

export interface RuntimeRequest {
  url: string
  method: string
  headers: Headers
  body: Uint8Array<ArrayBuffer> | null
  /** To the first byte of the answer; null for open streams (M12). */
  timeoutMs: number | null
  /** The client went away. */
  signal: AbortSignal | undefined
  allowPrivateTargets: boolean
  ownOrigins: readonly string[]
}

/** Throws RuntimeError. */
export async function sendToRuntime(request: RuntimeRequest): Promise<Response> {
  const { url, method, headers, body, ...options } = request
  try {
    return await outbound(url, { method, headers, body }, { policy: 'configured', ...options })
  } catch (error) {
    if (error instanceof OutboundError)
      throw new RuntimeError(failureOf(error), error.message, { cause: error })
    throw error
  }
}

function failureOf(error: OutboundError): RuntimeFailure {
  switch (error.failure) {
    case 'timeout':
    case 'cancelled':
    case 'redirected':
      return error.failure
    default:
      return 'unreachable'
  }
}
