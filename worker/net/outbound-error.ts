// Why an outbound request gave no usable answer.

export type OutboundFailure =
  /** The address policy refused the URL; nothing was sent. */
  | 'refused_target'
  /** DNS, connect or TLS failed; nothing was processed. */
  | 'unreachable'
  /** A 3xx answer. */
  | 'redirected'
  /** No headers in time. Whether the request was processed is unknown. */
  | 'timeout'
  /** The caller's signal fired. */
  | 'cancelled'
  /** The connection ended before or inside the answer. Whether the request was processed is unknown. */
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
