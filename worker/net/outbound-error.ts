// Why an outbound request gave no usable answer.

export type OutboundFailure =
  /** The address policy refused the URL; nothing was sent. */
  | 'refused_target'
  /**
   * No connection came about, so nothing was processed. Claimed only where the platform's words prove it; workerd
   * reports a refused connection exactly like one that was cut after the request (see `classify-failure.ts`).
   */
  | 'unreachable'
  /** A 3xx answer. */
  | 'redirected'
  /** No headers, or no end of the body, in time. Whether the request was processed is unknown. */
  | 'timeout'
  /** The caller's signal fired. */
  | 'cancelled'
  /** No connection, or it ended before or inside the answer. Whether the request was processed is unknown. */
  | 'cut'
  /** The body is larger than the cap. */
  | 'too_large'

/** The request did not yield a usable answer. `message` is for the log, not for strangers. */
export class OutboundError extends Error {
  override name = 'OutboundError'
  readonly failure: OutboundFailure
  constructor(failure: OutboundFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}
