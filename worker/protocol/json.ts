// JSON as it may enter: strict UTF-8, RFC 8259, no duplicate keys, bounded depth (M2, M11). Values are built by
// JSON.parse; what is echoed or compared is taken from the text itself. Pure.
import { JsonRefusal } from './json-refusal.ts'
import { scanJson, skipSpace, skipString, skipValue } from './json-scan.ts'

export { JsonRefusal } from './json-refusal.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A text that has passed, and what it means. */
export interface CheckedJson {
  text: string
  value: unknown
  /** The text is what JSON.stringify writes for the value, so that each part of it is as well. */
  isCanonical: boolean
}

/** Throws JsonRefusal. */
export function checkJson(bytes: Uint8Array, { depthMax = 64 }: { depthMax?: number } = {}): CheckedJson {
  const text = decode(bytes)
  const value = parseCanonical(text, depthMax)
  if (value !== undefined) return { text, value, isCanonical: true }
  scanJson(text, depthMax)
  return { text, value: JSON.parse(text), isCanonical: false }
}

/**
 * Most clients write JSON as JSON.stringify does, and that has one text for each value: no member twice, nothing that
 * another parser could read otherwise. A text that equals it needs no scan of ours. Undefined where that cannot be said.
 */
function parseCanonical(text: string, depthMax: number): unknown {
  if (!hasFewContainers(text, depthMax)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

/** Where at most `max` brackets open, none is deeper; those inside of strings are counted too. */
function hasFewContainers(text: string, max: number): boolean {
  let count = 0
  for (let at = 0; at < text.length && count <= max; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x7b || code === 0x5b) count += 1
  }
  return count <= max
}

function decode(bytes: Uint8Array): string {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new JsonRefusal('utf8', 'not UTF-8')
  }
  // RFC 8259 §8.1
  if (text.startsWith('\uFEFF')) throw new JsonRefusal('utf8', 'begins with a byte order mark')
  return text
}

/** A part of a text: from `start` up to, not including, `end`. */
export interface Span {
  start: number
  end: number
}

/**
 * The source text of one member of the outermost object, undefined when it is absent or the text is no object. Ids are
 * echoed and compared in this form, so that numbers above 2^53 keep their digits. `text` must have passed `checkJson`
 * or JSON.parse.
 */
export function rawMember(text: string, name: string): string | undefined {
  const span = findMember(text, 0, name)
  return span && text.slice(span.start, span.end)
}

/** The source text of each element of the outermost array, undefined when the text is no array. As `rawMember`. */
export function rawElements(text: string): string[] | undefined {
  if (text[skipSpace(text, 0)] !== '[') return undefined
  return findElements(text, 0).map(({ start, end }) => text.slice(start, end))
}

/** Where the value of a member stands of the object that begins at `from`. As `rawMember`. */
export function findMember(text: string, from: number, name: string): Span | undefined {
  let at = skipSpace(text, from)
  if (text[at] !== '{') return undefined
  at = skipSpace(text, at + 1)
  while (text[at] === '"') {
    const nameEnd = skipString(text, at)
    const isWanted = isName(text.slice(at, nameEnd), name)
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1)
    const end = skipValue(text, start, Infinity)
    if (isWanted) return { start, end }
    at = skipSpace(text, skipSpace(text, end) + 1)
  }
  return undefined
}

/** Where the elements stand of the array that begins at `from`; none where there is no array. As `rawMember`. */
export function findElements(text: string, from: number): Span[] {
  let at = skipSpace(text, from)
  if (text[at] !== '[') return []
  at = skipSpace(text, at + 1)
  const elements: Span[] = []
  while (at < text.length && text[at] !== ']') {
    const end = skipValue(text, at, Infinity)
    elements.push({ start: at, end })
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return elements
}

function isName(raw: string, name: string): boolean {
  return raw.includes('\\')
    ? JSON.parse(raw) === name
    : raw.length === name.length + 2 && raw.slice(1, -1) === name
}
