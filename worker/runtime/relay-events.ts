// Carries an event stream from the runtime to the client, one event at a time (M7, M12, P4).
import { EventTooLargeError, SseSplitter } from '../protocol/sse-splitter.ts'
import { parseSseEvent, withEventId } from '../protocol/sse-event.ts'
import { readAnswer } from '../protocol/answer-facts.ts'
import type { AnswerLimits } from './limits.ts'
import type { OpenRequests } from './open-requests.ts'
import { TimedReader } from './timed-reader.ts'

/** How a stream ended, as the log has it. */
export type StreamOutcome =
  | 'ok'
  | 'truncated'
  | 'timeout'
  | 'cancelled'
  | 'too_large'
  | 'detached'
  /** The caller may not have it any longer (P8). */
  | 'ended'

export interface StreamEnd {
  outcome: StreamOutcome
  bytes: number
  isToolError: boolean
  isRpcError: boolean
  /** Why it was ended, for outcome `ended`. */
  reason: string | null
}

export interface EventRelay {
  runtime: ReadableStream<Uint8Array>
  requests: OpenRequests
  /** GET and `subscriptions/listen`: no cap on the whole, no idle time (M12). */
  isOpenStream: boolean
  /** Legacy traffic: an end after an event with an `id` is left for `Last-Event-ID` (M7). */
  isResumable: boolean
  limits: AnswerLimits
  /** When the caller's right was last checked, ms since 1970. */
  checkedAt: number
  /** Event ids of legacy traffic as the client sees them. */
  sealEventId: ((own: string) => Promise<string>) | undefined
  /** Why the stream must end now, or undefined while it may go on. */
  findEndReason: () => Promise<string | undefined>
  onTokenRefused: () => Promise<void>
  /** The JSON text of a final error; `rawId` undefined where no request is open. */
  finalError: (rawId: string | undefined, outcome: StreamOutcome, reason: string | null) => string
}

const utf8 = new TextEncoder()
const FIRST_BYTE = utf8.encode(': limen\n\n')
const KEEP_ALIVE = utf8.encode(': keep-alive\n\n')

/** Starts the relay. `done` never rejects; it settles when everything is over on both sides. */
export function relayEvents(relay: EventRelay): {
  body: ReadableStream<Uint8Array>
  done: Promise<StreamEnd>
} {
  const { readable, writable } = new IdentityTransformStream()
  return { body: readable, done: new EventPump(relay, writable).run() }
}

class EventPump {
  readonly #relay: EventRelay
  readonly #reader: TimedReader
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #splitter: SseSplitter
  readonly #end: StreamEnd = { outcome: 'ok', bytes: 0, isToolError: false, isRpcError: false, reason: null }
  #hasEventId = false
  #lastWriteAt = 0

  constructor(relay: EventRelay, writable: WritableStream<Uint8Array>) {
    this.#relay = relay
    this.#reader = new TimedReader(relay.runtime)
    this.#writer = writable.getWriter()
    this.#splitter = new SseSplitter(relay.limits.eventBytesMax)
    this.#writer.closed.catch(() => this.#reader.interrupt())
  }

  async run(): Promise<StreamEnd> {
    try {
      await this.#finish(await this.#pump().catch(outcomeOfFault))
    } catch {
      // The client is gone, and with it the runtime's reason to go on.
      this.#end.outcome = this.#relay.requests.isEmpty ? 'ok' : 'cancelled'
      await this.#writer.abort().catch(() => {})
    }
    this.#reader.cancel()
    return this.#end
  }

  /** Until something ends the stream: answers what. Throws ClientGoneError. */
  async #pump(): Promise<StreamOutcome> {
    await this.#write(FIRST_BYTE)
    const { limits, isOpenStream, checkedAt, findEndReason } = this.#relay
    let lastByteAt = Date.now()
    let lastCheckAt = checkedAt
    for (;;) {
      const wakeAt = Math.min(
        lastCheckAt + limits.recheckMs,
        this.#lastWriteAt + limits.keepAliveMs,
        isOpenStream ? Infinity : lastByteAt + limits.idleMs,
      )
      const read = await this.#reader.next(Math.max(0, wakeAt - Date.now()))
      if (read.kind === 'interrupted') throw new ClientGoneError()
      if (read.kind === 'end') return this.#relay.requests.isEmpty ? 'ok' : 'truncated'
      if (read.kind === 'cut') return this.#relay.requests.isEmpty && !isOpenStream ? 'ok' : 'truncated'
      const now = Date.now()
      if (now - lastCheckAt >= limits.recheckMs) {
        lastCheckAt = now
        this.#end.reason = (await findEndReason()) ?? null
        if (this.#end.reason !== null) return 'ended'
      }
      if (read.kind === 'chunk') {
        lastByteAt = now
        if (!(await this.#pass(read.bytes))) return 'too_large'
        if (!isOpenStream && this.#end.bytes > limits.answerBytesMax) return 'too_large'
      } else if (!isOpenStream && now - lastByteAt >= limits.idleMs) {
        return 'timeout'
      }
      // Only whole events are ever written, so a comment always stands between two of them.
      if (Date.now() - this.#lastWriteAt >= limits.keepAliveMs) await this.#write(KEEP_ALIVE)
    }
  }

  /** Writes the events that these bytes complete; false when one is larger than the cap. */
  async #pass(bytes: Uint8Array): Promise<boolean> {
    let events: Uint8Array[]
    try {
      events = this.#splitter.push(bytes)
    } catch (error) {
      if (error instanceof EventTooLargeError) return false
      throw error
    }
    for (const event of events) await this.#write(await this.#inspect(event))
    return true
  }

  /** Notes what an event says, and answers the bytes to write: its own, unless an id in it must be sealed. */
  async #inspect(bytes: Uint8Array): Promise<Uint8Array> {
    const { sealEventId, requests } = this.#relay
    const event = parseSseEvent(bytes)
    if (event.id) this.#hasEventId = true
    const facts = event.data === '' ? undefined : readAnswer(event.data)
    if (facts) {
      requests.close(facts.answered)
      if (facts.isToolError) this.#end.isToolError = true
      if (facts.isRpcError) this.#end.isRpcError = true
      // Before the client can make its next call, which must not meet this token again (M4).
      if (facts.isTokenRefused) await this.#relay.onTokenRefused()
    }
    return event.id && sealEventId ? withEventId(bytes, await sealEventId(event.id)) : bytes
  }

  async #finish(outcome: StreamOutcome): Promise<void> {
    const { requests, isResumable, isOpenStream, finalError } = this.#relay
    const isDetached = outcome === 'truncated' && isResumable && this.#hasEventId && !requests.isEmpty
    this.#end.outcome = isDetached ? 'detached' : outcome
    if (outcome !== 'ok' && !isDetached) {
      const { reason } = this.#end
      // An open stream that the runtime ended has nothing left to answer: clients open the next one.
      const orphan = outcome === 'ended' || (isOpenStream && outcome !== 'truncated') ? [undefined] : []
      const rawIds = requests.isEmpty ? orphan : requests.rawIds
      for (const rawId of rawIds) {
        await this.#write(utf8.encode(`event: message\ndata: ${finalError(rawId, outcome, reason)}\n\n`))
      }
    }
    await this.#writer.close()
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#writer.write(bytes)
    } catch (cause) {
      throw new ClientGoneError('', { cause })
    }
    this.#end.bytes += bytes.length
    this.#lastWriteAt = Date.now()
  }
}

class ClientGoneError extends Error {}

/** A fault of ours inside the pump must not leave a request without an answer (P4). */
function outcomeOfFault(error: unknown): StreamOutcome {
  if (error instanceof ClientGoneError) throw error
  return 'truncated'
}
