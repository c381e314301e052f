// What a test tells the hostile runtime to do with one request, and what the runtime wrote down about it.

/** One answer. In texts `{{id}}` stands for the request's JSON-RPC id as it was written, `{{secret}}` for `arguments.secret`. */
export interface Answer {
  /** Milliseconds before the status line; default 0. */
  delayMs?: number
  /** No status line at all: the request hangs until the peer goes away. */
  hang?: boolean
  /** The connection is reset before the status line. */
  resetBeforeStatus?: boolean
  status?: number
  headers?: Record<string, string | string[]>
  /** Written in order, each after its own pause. `repeat` writes the text that many times, as fast as the peer reads. */
  chunks?: { text: string; delayMs?: number; repeat?: number }[]
  /** `clean` ends the body, `reset` cuts the connection, `open` keeps it open. */
  end?: 'clean' | 'reset' | 'open'
}

/** The answers to the requests of one run, in order; the last one repeats. */
export interface Script {
  answers: Answer[]
}

export interface LedgerEntry {
  method: string
  url: string
  /** As they stood on the wire: name, value, name, value … */
  rawHeaders: string[]
  body: string
  /** The peer went away before the answer was complete. */
  aborted: boolean
  /** Milliseconds from the request to that moment. */
  abortedAfterMs: number | null
  /** Of the answer's body, as far as the peer has taken them. */
  bytesSent: number
}
