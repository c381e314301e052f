// Cuts a byte stream into whole server-sent events (WHATWG HTML §9.2.5), holding at most the one that is not complete.
// Bytes come out as they went in. Pure.

import { joinBytes } from './join-bytes.ts'

/** The event that is being collected is larger than the cap (P9). */
export class EventTooLargeError extends Error {
  override name = 'EventTooLargeError'
}

const LF = 0x0a
const CR = 0x0d

export class SseSplitter {
  readonly #bytesMax: number
  #held: Uint8Array[] = []
  #heldBytes = 0
  /** Nothing but line ends so far in the current line. */
  #isLineEmpty = true
  #wasCr = false

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** Whether bytes of an unfinished event are held. */
  get isInsideEvent(): boolean {
    return this.#heldBytes > 0
  }

  /**
   * Takes the next bytes and answers the events that they complete, each with its closing empty line. Throws
   * EventTooLargeError.
   */
  push(bytes: Uint8Array): Uint8Array[] {
    const events: Uint8Array[] = []
    let start = 0
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at]
      if (byte !== LF && byte !== CR) {
        this.#isLineEmpty = false
        this.#wasCr = false
        continue
      }
      if (byte === LF && this.#wasCr) {
        // The second half of CR LF: it belongs to the line that CR ended.
        this.#wasCr = false
        if (start === at && this.#heldBytes === 0 && events.length > 0) {
          const last = events.length - 1
          events[last] = joinBytes([events[last] ?? bytes.subarray(0, 0), bytes.subarray(at, at + 1)])
          start = at + 1
        }
        continue
      }
      this.#wasCr = byte === CR
      if (!this.#isLineEmpty) {
        this.#isLineEmpty = true
        continue
      }
      events.push(this.#complete(bytes.subarray(start, at + 1)))
      start = at + 1
    }
    this.#hold(bytes.subarray(start))
    return events
  }

  #hold(rest: Uint8Array): void {
    if (rest.length === 0) return
    this.#heldBytes += rest.length
    if (this.#heldBytes > this.#bytesMax) throw new EventTooLargeError()
    this.#held.push(rest)
  }

  #complete(end: Uint8Array): Uint8Array {
    if (this.#heldBytes + end.length > this.#bytesMax) throw new EventTooLargeError()
    if (this.#heldBytes === 0) return end
    const event = joinBytes([...this.#held, end])
    this.#held = []
    this.#heldBytes = 0
    return event
  }
}
