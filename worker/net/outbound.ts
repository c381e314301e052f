// The one outbound fetch (security.md §2.1, S10). Redirects are never followed; every 3xx is a failure.
import { classifyFailure } from './classify-failure.ts'
import { OutboundError } from './outbound-error.ts'
import { platformFetch } from './platform-fetch.ts'
import { checkTarget, type CheckedTarget, type TargetPolicy } from './target-policy.ts'

export { readCapped } from './read-capped.ts'

export interface OutboundOptions {
  /** `public`: the URL came from a client. `configured`: an admin entered it, or it was discovered from such a URL. */
  policy: TargetPolicy
  allowPrivateTargets: boolean
  /** Limen's own origins, which are never a target. */
  ownOrigins: readonly string[]
  /** Until the response's headers have arrived, in milliseconds; null waits for ever (open streams, M12). */
  timeoutMs: number | null
  /** The caller's wish to stop; it holds for the body too. */
  signal?: AbortSignal | undefined
}

/** Sends one request under the policy. Throws OutboundError. The body is the caller's to read, with `readCapped`. */
export async function outbound(
  url: string | URL,
  init: RequestInit,
  options: OutboundOptions,
): Promise<Response> {
  const target = checkTarget(url, options)
  const { signal: caller, timeoutMs } = options
  if (caller?.aborted) throw new OutboundError('cancelled', 'the caller went away')
  const stop = new AbortController()
  const onCallerGone = () => stop.abort(caller?.reason)
  caller?.addEventListener('abort', onCallerGone, { once: true })
  let isLate = false
  const onLate = () => {
    isLate = true
    stop.abort()
  }
  const timer = timeoutMs === null ? undefined : setTimeout(onLate, timeoutMs)
  try {
    return await exchange(target, { ...init, signal: stop.signal })
  } catch (error) {
    caller?.removeEventListener('abort', onCallerGone)
    if (caller?.aborted) throw new OutboundError('cancelled', 'the caller went away', { cause: error })
    if (isLate) {
      throw new OutboundError('timeout', `${target.origin} did not answer in ${timeoutMs} ms`, {
        cause: error,
      })
    }
    throw classifyFailure(error, target)
  } finally {
    if (timer !== undefined) clearTimeout(timer)
  }
}

/**
 * The same for a hot path: the target was checked when its configuration was read, and the caller bounds its own wait.
 * Throws OutboundError.
 */
export async function outboundTo(target: CheckedTarget, init: RequestInit): Promise<Response> {
  try {
    return await exchange(target, init)
  } catch (error) {
    throw classifyFailure(error, target)
  }
}

async function exchange(target: CheckedTarget, init: RequestInit): Promise<Response> {
  const response = await platformFetch(target, { ...init, redirect: 'manual' })
  const fault = faultOf(response.status, target)
  if (!fault) return response
  response.body?.cancel().catch(() => {})
  throw fault
}

/** Statuses that are no answer: redirects, a protocol switch nobody asked for, numbers that no Response may carry. */
function faultOf(status: number, target: CheckedTarget): OutboundError | undefined {
  if (status >= 300 && status < 400) {
    return new OutboundError(
      'redirected',
      `${target.origin} answered ${status}, and redirects are not followed`,
    )
  }
  if (status < 200 || status > 599) {
    return new OutboundError('cut', `${target.origin} answered with the impossible status ${status}`)
  }
  return undefined
}
