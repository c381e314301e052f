// Reads a stream with a bound on each wait. A wait that ran out loses nothing: the read goes on.
import { Waits } from './waits.ts'

export type Read =
  | { kind: 'chunk'; bytes: Uint8Array }
  | { kind: 'end' }
  /** The connection ended inside the body. */
  | { kind: 'cut' }
  | { kind: 'silence' }

const SILENCE: Read = { kind: 'silence' }
const END: Read = { kind: 'end' }
const CUT: Read = { kind: 'cut' }

export class TimedReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #waits: Waits
  #pending: Promise<void> | undefined
  #arrived: Read | undefined

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>, waits = new Waits()) {
    this.#reader = reader
    this.#waits = waits
  }

  /** The next part of the stream, or `silence` at `dueAt` (ms since 1970) or when the wait was interrupted. */
  async next(dueAt: number): Promise<Read> {
    this.#pending ??= this.#read()
    if (!this.#arrived) await this.#waits.until(this.#pending, dueAt)
    const read = this.#arrived
    if (!read) return SILENCE
    this.#arrived = undefined
    this.#pending = undefined
    return read
  }

  /** Gives up the rest, which ends the runtime's request. */
  cancel(): void {
    this.#waits.stop()
    this.#reader.cancel().catch(() => {})
  }

  async #read(): Promise<void> {
    try {
      const { done, value } = await this.#reader.read()
      this.#arrived = done ? END : { kind: 'chunk', bytes: value }
    } catch {
      this.#arrived = CUT
    }
  }
}
