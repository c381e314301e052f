// Bounds of a runtime's answer (P9, S15).

export interface AnswerLimits {
  /** A JSON answer up to this size is read whole before its status is sent, so that a cut one becomes an error. */
  heldBytesMax: number
  /** A whole answer to a call. Open streams have none (M12). */
  answerBytesMax: number
  /** One server-sent event: decoded and parsed it takes several times as much of the isolate's memory. */
  eventBytesMax: number
  /** Time without a message inside a call's answer after which it is given up. Open streams have none (M12). */
  idleMs: number
  /** The whole answer to a call, however busy it is. Open streams have none (M12). */
  totalMs: number
  /** Silence after which the client gets a comment (M7). */
  keepAliveMs: number
  /** How often a stream asks whether its caller may still have it (M12). */
  recheckMs: number
}

export const ANSWER_LIMITS: AnswerLimits = {
  heldBytesMax: 1024 * 1024,
  answerBytesMax: 64 * 1024 * 1024,
  eventBytesMax: 4 * 1024 * 1024,
  idleMs: 5 * 60_000,
  totalMs: 30 * 60_000,
  keepAliveMs: 15_000,
  recheckMs: 5_000,
}
