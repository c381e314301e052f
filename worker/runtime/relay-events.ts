// Carries an event stream from the runtime to the client, one event at a time (M7, M12, P4).
import { readAnswer } from '../protocol/answer-facts.ts'
import { parseSseEvent, withEventData, withEventId } from '../protocol/sse-event.ts'
import { EventTooLargeError, SseSplitter } from '../protocol/sse-splitter.ts'
import { GuardedPipe, PipeStopped, type PipeGuards } from './guarded-pipe.ts'
import type { AnswerLimits } from './limits.ts'
import type { OpenRequests } from './open-requests.ts'

/** How a stream ended, as the log has it. */
export type StreamOutcome =
  | 'ok'
  | 'truncated'
  | 'timeout'
  | 'cancelled'
  | 'too_large'
  | 'detached'
  /** The runtime sent what this revision does not know. */
  | 'bad_answer'
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
  /** JSON arrays exist in one revision only (M3). */
  mayHaveArrays: () => boolean
  limits: AnswerLimits
  guards: PipeGuards
  /** The tool's own time: until its first message. */
  firstMessageMs: number
  /** Event ids of legacy traffic as the client sees them. */
  sealEventId: ((own: string) => Promise<string>) | undefined
  /** A message as the client sees it: the same text where nothing is to be changed. */
  rewrite: ((text: string) => string | Promise<string>) | undefined
  onTokenRefused: () => Promise<void>
  /** The JSON text of a final error; `rawId` undefined where no request is open. */
  finalError: (rawId: string | undefined, outcome: StreamOutcome, reason: string | null) => string
}

const utf8 = new TextEncoder()
const FIRST_BYTE = utf8.encode(': limen\n\n')
const KEEP_ALIVE = utf8.encode(': keep-alive\n\n')
/** For a client to take the final error. */
const LAST_WORD_MS = 5_000

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
  readonly #pipe: GuardedPipe
  readonly #splitter: SseSplitter
  readonly #end: StreamEnd = { outcome: 'ok', bytes: 0, isToolError: false, isRpcError: false, reason: null }
  #hasEventId = false
  #hasReported = false
  #lastWriteAt = 0
  #lastMessageAt = Date.now()
  #silenceMs: number

  constructor(relay: EventRelay, writable: WritableStream<Uint8Array>) {
    this.#relay = relay
    this.#pipe = new GuardedPipe(relay.runtime.getReader(), writable, relay.guards)
    this.#splitter = new SseSplitter(relay.limits.eventBytesMax)
    this.#silenceMs = relay.isOpenStream ? Number.POSITIVE_INFINITY : relay.firstMessageMs
  }

  async run(): Promise<StreamEnd> {
    const outcome = await this.#pump().catch((error: unknown) => this.#outcomeOf(error))
    this.#end.outcome = outcome
    try {
      if (outcome === 'cancelled' || this.#pipe.isBlocked) await this.#pipe.abort(outcome)
      else await this.#finish(outcome)
    } catch {
      await this.#pipe.abort('the client does not take the end')
    }
    this.#pipe.cancel()
    this.#end.bytes = this.#pipe.bytes
    return this.#end
  }

  /** Until something ends the stream: answers what. Throws PipeStopped. */
  async #pump(): Promise<StreamOutcome> {
    await this.#write(FIRST_BYTE)
    const { limits, isOpenStream, requests } = this.#relay
    for (;;) {
      const silentAt = this.#lastMessageAt + this.#silenceMs
      const read = await this.#pipe.read(Math.min(silentAt, this.#lastWriteAt + limits.keepAliveMs))
      if (read.kind === 'end') return requests.isEmpty ? 'ok' : 'truncated'
      if (read.kind === 'cut') return requests.isEmpty && !isOpenStream ? 'ok' : 'truncated'
      const fault = read.kind === 'chunk' ? await this.#pass(read.bytes) : undefined
      if (fault) return fault
      if (!isOpenStream && this.#pipe.bytes > limits.answerBytesMax) return 'too_large'
      if (Date.now() >= this.#lastMessageAt + this.#silenceMs) return 'timeout'
      // Only whole events are ever written, so a comment always stands between two of them.
      if (Date.now() - this.#lastWriteAt >= limits.keepAliveMs) await this.#write(KEEP_ALIVE)
    }
  }

  /** Writes the events that these bytes complete; answers what is wrong with one of them. */
  async #pass(bytes: Uint8Array): Promise<'too_large' | 'bad_answer' | undefined> {
    let events: Uint8Array[]
    try {
      events = this.#splitter.push(bytes)
    } catch (error) {
      if (error instanceof EventTooLargeError) return 'too_large'
      throw error
    }
    for (const event of events) {
      const inspected = await this.#inspect(event)
      if (!inspected) return 'bad_answer'
      await this.#write(inspected.bytes)
      // After the write: a slow client is no silence of the runtime.
      if (inspected.hasMessage) this.#noteLife()
    }
    return undefined
  }

  /**
   * Notes what an event says, and answers the bytes to write: its own, unless something in it must be changed. Undefined for
   * an event that must not pass.
   */
  async #inspect(bytes: Uint8Array): Promise<{ bytes: Uint8Array; hasMessage: boolean } | undefined> {
    const { sealEventId, rewrite, requests } = this.#relay
    const event = parseSseEvent(bytes)
    if (event.id) this.#hasEventId = true
    const hasMessage = event.data !== ''
    const facts = hasMessage ? readAnswer(event.data) : undefined
    if (facts) {
      if (facts.isArray && !this.#relay.mayHaveArrays()) return undefined
      const isAwaited = requests.close(facts.answered)
      if (facts.isToolError) this.#end.isToolError = true
      if (facts.isRpcError) this.#end.isRpcError = true
      // Before the client can make its next call, which must not meet this token again (M4); a stream asks once.
      if (facts.isTokenRefused && isAwaited && !this.#hasReported) {
        this.#hasReported = true
        await this.#relay.onTokenRefused()
      }
    }
    const text = facts && rewrite ? await rewrite(event.data) : event.data
    let passed = text === event.data ? bytes : withEventData(bytes, text)
    if (event.id && sealEventId) passed = withEventId(passed, await sealEventId(event.id))
    return { bytes: passed, hasMessage }
  }

  /** Comments and priming events are no life of the tool: a runtime's pings go on while the tool hangs. */
  #noteLife(): void {
    this.#lastMessageAt = Date.now()
    if (!this.#relay.isOpenStream) this.#silenceMs = this.#relay.limits.idleMs
  }

  async #finish(outcome: StreamOutcome): Promise<void> {
    const { requests, isResumable, isOpenStream, finalError } = this.#relay
    const isDetached = outcome === 'truncated' && isResumable && this.#hasEventId && !requests.isEmpty
    if (isDetached) this.#end.outcome = 'detached'
    if (outcome !== 'ok' && !isDetached) {
      this.#pipe.hurry(LAST_WORD_MS)
      const { reason } = this.#end
      // An open stream that the runtime ended has nothing left to answer: clients open the next one.
      const orphan = outcome === 'ended' || (isOpenStream && outcome !== 'truncated') ? [undefined] : []
      const rawIds = requests.isEmpty ? orphan : requests.rawIds
      for (const rawId of rawIds) {
        await this.#write(utf8.encode(`event: message\ndata: ${finalError(rawId, outcome, reason)}\n\n`))
      }
    }
    await this.#pipe.close()
  }

  async #write(bytes: Uint8Array): Promise<void> {
    await this.#pipe.write(bytes)
    this.#lastWriteAt = Date.now()
  }

  /** A fault of ours inside the pump must not leave a request without an answer (P4). */
  #outcomeOf(error: unknown): StreamOutcome {
    if (!(error instanceof PipeStopped)) return 'truncated'
    this.#end.reason = error.reason
    // A client that has its answer is free to go.
    return error.outcome === 'cancelled' && this.#relay.requests.isEmpty ? 'ok' : error.outcome
  }
}
