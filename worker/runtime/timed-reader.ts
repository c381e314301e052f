// Reads a stream with a bound on each wait. A wait that ran out loses nothing: the read goes on.

export type Read =
  | { kind: 'chunk'; bytes: Uint8Array }
  | { kind: 'end' }
  /** The connection ended inside the body. */
  | { kind: 'cut' }
  | { kind: 'silence' }
  /** `interrupt` was called. */
  | { kind: 'interrupted' }

const SILENCE: Read = { kind: 'silence' }
const END: Read = { kind: 'end' }
const CUT: Read = { kind: 'cut' }
const INTERRUPTED: Read = { kind: 'interrupted' }

export class TimedReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #isReading = false
  #arrived: Read | undefined
  #isInterrupted = false
  #wake: (() => void) | undefined

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader()
  }

  /** The next part of the stream, or `silence` after `waitMs`. */
  async next(waitMs: number): Promise<Read> {
    if (this.#isInterrupted) return INTERRUPTED
    if (!this.#isReading && !this.#arrived) this.#read()
    if (!this.#arrived) await this.#sleep(waitMs)
    if (this.#isInterrupted) return INTERRUPTED
    const read = this.#arrived ?? SILENCE
    this.#arrived = undefined
    return read
  }

  /** Ends the current and every later wait. */
  interrupt(): void {
    this.#isInterrupted = true
    this.#wake?.()
  }

  /** Gives up the rest, which ends the runtime's request. */
  cancel(): void {
    this.#reader.cancel().catch(() => {})
  }

  #read(): void {
    this.#isReading = true
    const arrive = (read: Read) => {
      this.#isReading = false
      this.#arrived = read
      this.#wake?.()
    }
    this.#reader.read().then(
      ({ done, value }) => arrive(done ? END : { kind: 'chunk', bytes: value }),
      () => arrive(CUT),
    )
  }

  #sleep(waitMs: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const stop = () => {
        clearTimeout(timer)
        this.#wake = undefined
        resolve()
      }
      const timer = setTimeout(stop, waitMs)
      this.#wake = stop
    })
  }
}
