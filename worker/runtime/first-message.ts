// The answer to one request of Limen's own, from JSON or from an event stream.
import { isMembers } from '../protocol/message.ts'
import { parseSseEvent } from '../protocol/sse-event.ts'
import { EventTooLargeError, SseSplitter } from '../protocol/sse-splitter.ts'
import { isEventStream } from './answer-headers.ts'
import { TimedReader } from './timed-reader.ts'

export interface FirstMessageOptions {
  /** The id of the request; other messages of a stream are passed over. */
  id: string
  bytesMax: number
  timeoutMs: number
}

export interface FoundMessage {
  /** As it came. */
  text: string
  value: Readonly<Record<string, unknown>>
}

/** Undefined where there is none in time and size. */
export async function readFirstMessage(
  response: Response,
  { id, bytesMax, timeoutMs }: FirstMessageOptions,
): Promise<FoundMessage | undefined> {
  if (response.body === null) return undefined
  const reader = new TimedReader(response.body.getReader())
  const splitter = isEventStream(response.headers.get('content-type') ?? undefined)
    ? new SseSplitter(bytesMax)
    : null
  const decoder = new TextDecoder()
  const deadline = Date.now() + timeoutMs
  let text = ''
  let size = 0
  try {
    for (;;) {
      const read = await reader.next(deadline)
      if (read.kind === 'end') return parse(text)
      if (read.kind !== 'chunk') return undefined
      size += read.bytes.length
      if (size > bytesMax) return undefined
      if (splitter) {
        const messages = splitter.push(read.bytes).map((event) => parse(parseSseEvent(event).data))
        const message = messages.find((one) => one?.value['id'] === id)
        if (message) return message
      } else {
        text += decoder.decode(read.bytes, { stream: true })
      }
    }
  } catch (error) {
    if (error instanceof EventTooLargeError) return undefined
    throw error
  } finally {
    reader.cancel()
  }
}

function parse(text: string): FoundMessage | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isMembers(value) ? { text, value } : undefined
  } catch {
    return undefined
  }
}
