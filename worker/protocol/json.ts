// JSON as it may enter: strict UTF-8, RFC 8259, no duplicate keys, bounded depth (M2, M11). Values are built by
// JSON.parse on the checked text; what is echoed or compared is taken from the text itself. Pure.
import { JsonRefusal } from './json-refusal.ts'
import { scanJson, skipSpace, skipString, skipValue } from './json-scan.ts'

export { JsonRefusal } from './json-refusal.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Checks the bytes of a body and answers its text, which JSON.parse then accepts. Throws JsonRefusal. */
export function checkJson(
  bytes: Uint8Array,
  { depthMax = 64 }: { depthMax?: number } = {},
): { text: string } {
  const text = decode(bytes)
  scanJson(text, depthMax)
  return { text }
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
