// One request to a runtime, and how it can fail before its answer begins.
import { outbound, outboundTo } from '../net/outbound.ts'
import { OutboundError } from '../net/outbound-error.ts'
import type { CheckedTarget } from '../net/target-policy.ts'
import type { Patience } from './patience.ts'

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
    throw runtimeErrorOf(error)
  }
}

/**
 * The same on the hot path: the target is checked already, and one `patience` bounds every wait. No signal goes with the
 * request: it would cost a quarter of a call, and the platform ends what a call began together with the call. Throws
 * RuntimeError.
 */
export async function sendToTarget(
  target: CheckedTarget,
  init: { method: string; headers: Record<string, string>; body: Uint8Array<ArrayBuffer> | null },
  patience: Patience,
): Promise<Response> {
  const sent = outboundTo(target, init)
  try {
    return await patience.race(sent)
  } catch (error) {
    if (!patience.isLate) throw runtimeErrorOf(error)
    sent.then(
      (late) => late.body?.cancel(),
      () => undefined,
    )
    throw new RuntimeError('timeout', `${target.origin} did not answer in time`, { cause: error })
  }
}

/** What is no failure of the request stays what it is. */
export function runtimeErrorOf(error: unknown): unknown {
  if (!(error instanceof OutboundError)) return error
  return new RuntimeError(failureOf(error), error.message, { cause: error })
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
