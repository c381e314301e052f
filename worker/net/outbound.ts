// The one outbound fetch (security.md §2.1, S10). Redirects are never followed; every 3xx is a failure.
import { OutboundError } from './outbound-error.ts'
import { checkTarget, type TargetPolicy } from './target-policy.ts'

export interface OutboundOptions {
  /** `public`: the URL came from a client. `configured`: an admin entered it, or it was discovered from such a URL. */
  policy: TargetPolicy
  allowPrivateTargets: boolean
  /** Limen's own origins, which are never a target. */
  ownOrigins: readonly string[]
  /** Until the response's headers have arrived, in milliseconds; null waits for ever (open streams, M12). */
  timeoutMs: number | null
  /** The caller's wish to stop. */
  signal?: AbortSignal | undefined
}

const platformFetch = globalThis.fetch.bind(globalThis)

/** Sends one request under the policy. Throws OutboundError. The body is the caller's to read, with `readCapped`. */
export async function outbound(
  url: string | URL,
  init: RequestInit,
  options: OutboundOptions,
): Promise<Response> {
  const target = checkTarget(url, options)
  const deadline = new AbortController()
  const timer = options.timeoutMs === null ? undefined : setTimeout(() => deadline.abort(), options.timeoutMs)
  const signals = [deadline.signal, options.signal].filter((signal) => signal !== undefined)
  try {
    const response = await platformFetch(target, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.any(signals),
    })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      throw new OutboundError(
        'redirected',
        `${target.origin} answered ${response.status}, and redirects are not followed`,
      )
    }
    return response
  } catch (error) {
    throw classify(error, target, deadline.signal, options.signal)
  } finally {
    if (timer !== undefined) clearTimeout(timer)
  }
}

function classify(
  error: unknown,
  target: URL,
  deadline: AbortSignal,
  caller: AbortSignal | undefined,
): OutboundError {
  if (error instanceof OutboundError) return error
  if (caller?.aborted) return new OutboundError('cancelled', 'the caller went away', { cause: error })
  if (deadline.aborted)
    return new OutboundError('timeout', `${target.origin} did not answer in time`, { cause: error })
  const text = error instanceof Error ? error.message : String(error)
  const isConnect = /refused|resolve|dns|connect|unreachable|certificate|TLS|handshake|internal error/i.test(
    text,
  )
  return isConnect
    ? new OutboundError('unreachable', `${target.origin} cannot be reached`, { cause: error })
    : new OutboundError('cut', `the connection to ${target.origin} ended early`, { cause: error })
}

/** Reads a whole body of at most `bytesMax` bytes within `timeoutMs`. Throws OutboundError. */
export async function readCapped(
  response: Response,
  bytesMax: number,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array(0)
  const chunks: Uint8Array[] = []
  let size = 0
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    void reader.cancel()
  }, timeoutMs)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.byteLength
      if (size > bytesMax) {
        void reader.cancel()
        throw new OutboundError('too_large', `the answer is larger than ${bytesMax} bytes`)
      }
      chunks.push(value)
    }
  } catch (error) {
    if (error instanceof OutboundError) throw error
    throw new OutboundError('cut', 'the answer ended early', { cause: error })
  } finally {
    clearTimeout(timer)
  }
  if (timedOut) throw new OutboundError('timeout', 'the answer did not end in time')
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}
