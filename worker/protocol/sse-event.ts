// The fields of one server-sent event that Limen looks at (WHATWG HTML §9.2.6). Pure.
import { joinBytes } from './join-bytes.ts'

export interface SseEvent {
  /** The `id` field, undefined without one. */
  id: string | undefined
  /** The `data` lines joined; empty for comments and for priming events. */
  data: string
}

const utf8 = new TextDecoder()

/** Parses the bytes of one whole event. */
export function parseSseEvent(bytes: Uint8Array): SseEvent {
  let id: string | undefined
  let data: string | undefined
  for (const line of utf8.decode(bytes).split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':')
    if (colon === 0 || line === '') continue
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') data = data === undefined ? value : `${data}\n${value}`
    else if (field === 'id' && !value.includes('\0')) id = value
  }
  return { id, data: data ?? '' }
}

/** The event with another value in its `id` field, every other byte as it was. An event without one stays the same. */
export function withEventId(bytes: Uint8Array, id: string): Uint8Array {
  const parts: Uint8Array[] = []
  let copied = 0
  for (let line = 0; line < bytes.length;) {
    const end = lineEnd(bytes, line)
    if (bytes[line] === 0x69 && bytes[line + 1] === 0x64 && bytes[line + 2] === 0x3a) {
      parts.push(bytes.subarray(copied, line), encoder.encode(`id: ${id}`))
      copied = end
    }
    line = end + 1
  }
  if (parts.length === 0) return bytes
  parts.push(bytes.subarray(copied))
  return joinBytes(parts)
}

/** The event with other lines of `data`, everything else of it as it was. */
export function withEventData(bytes: Uint8Array, data: string): Uint8Array {
  const lines = utf8.decode(bytes).match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? []
  const isData = (line: string) => /^data(?:[:\r\n]|$)/.test(line)
  const first = lines.findIndex(isData)
  if (first === -1) return bytes
  const lineEnd = /[\r\n]+$/.exec(lines[first] ?? '')?.[0] ?? '\n'
  const own = data.split('\n').map((line) => `data: ${line}${lineEnd}`)
  const rest = lines.slice(first).filter((line) => !isData(line))
  return encoder.encode([...lines.slice(0, first), ...own, ...rest].join(''))
}

const encoder = new TextEncoder()

function lineEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1
  return at
}
