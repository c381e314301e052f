// One pass over a JSON text that finds what JSON.parse lets through: duplicate keys and endless depth (M2).
// No recursion, no look-back: the work is linear in the length of the text. Pure.
import { JsonRefusal } from './json-refusal.ts'
import { OpenKeys } from './json-keys.ts'

/** The part of a string that the scanner uses; a test counts the work through it. */
export type JsonSource = Pick<string, 'length' | 'charCodeAt' | 'slice'>

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_ARRAY = 0x5b
const MINUS = 0x2d

/** Checks a whole text against RFC 8259 §2–7, unique member names (§4) and the depth cap. Throws JsonRefusal. */
export function scanJson(source: JsonSource, depthMax: number): void {
  const end = skipValue(source, skipSpace(source, 0), depthMax, new OpenKeys())
  if (skipSpace(source, end) !== source.length) refuse(end)
}

/**
 * The position behind the value that starts at `start`. Containers are kept on a stack of its own, so that depth costs
 * no call frames. With `keys`, member names are compared too.
 */
export function skipValue(source: JsonSource, start: number, depthMax: number, keys?: OpenKeys): number {
  const closers: number[] = []
  let at = start
  for (;;) {
    const code = source.charCodeAt(at)
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (closers.length >= depthMax) throw new JsonRefusal('depth', `nested deeper than ${depthMax} levels`)
      const closer = code + 2
      at = skipSpace(source, at + 1)
      if (source.charCodeAt(at) !== closer) {
        closers.push(closer)
        if (closer === CLOSE_OBJECT) {
          keys?.open()
          at = skipName(source, at, keys)
        }
        continue
      }
      at += 1
    } else {
      at = skipScalar(source, at, code)
    }
    // A value is complete: close what ends here, or go to the next element or member.
    for (;;) {
      const closer = closers[closers.length - 1]
      if (closer === undefined) return at
      at = skipSpace(source, at)
      const next = source.charCodeAt(at)
      at += 1
      if (next === closer) {
        closers.pop()
        if (closer === CLOSE_OBJECT) keys?.close()
      } else if (next === COMMA) {
        at = skipSpace(source, at)
        if (closer === CLOSE_OBJECT) at = skipName(source, at, keys)
        break
      } else {
        refuse(at - 1)
      }
    }
  }
}

/** Past a member name, its colon and the space around it, to the member's value. */
function skipName(source: JsonSource, start: number, keys: OpenKeys | undefined): number {
  if (source.charCodeAt(start) !== QUOTE) refuse(start)
  const end = skipString(source, start)
  if (keys && !keys.add(source.slice(start, end))) {
    throw new JsonRefusal('duplicate_key', `a member name stands twice, at position ${start}`)
  }
  const colon = skipSpace(source, end)
  if (source.charCodeAt(colon) !== COLON) refuse(colon)
  return skipSpace(source, colon + 1)
}

/** Past space, tab, line feed and carriage return (RFC 8259 §2). */
export function skipSpace(source: JsonSource, start: number): number {
  let at = start
  for (;;) {
    const code = source.charCodeAt(at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at
    at += 1
  }
}

function skipScalar(source: JsonSource, at: number, code: number): number {
  if (code === QUOTE) return skipString(source, at)
  if (code === MINUS || isDigit(code)) return skipNumber(source, at)
  if (code === 0x74) return skipWord(source, at, 'true')
  if (code === 0x66) return skipWord(source, at, 'false')
  if (code === 0x6e) return skipWord(source, at, 'null')
  return refuse(at)
}

/** Past a string that starts with its quote (RFC 8259 §7). */
export function skipString(source: JsonSource, start: number): number {
  let at = start + 1
  for (;;) {
    const code = source.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code === BACKSLASH) at = skipEscape(source, at)
    else if (code >= 0x20) at += 1
    else refuse(at) // a control character, or (NaN) the end of the text
  }
}

function skipEscape(source: JsonSource, start: number): number {
  const kind = source.charCodeAt(start + 1)
  if (kind === 0x75) {
    for (let at = start + 2; at < start + 6; at += 1) if (!isHexDigit(source.charCodeAt(at))) refuse(at)
    return start + 6
  }
  const isShort =
    kind === QUOTE ||
    kind === BACKSLASH ||
    kind === 0x2f ||
    kind === 0x62 ||
    kind === 0x66 ||
    kind === 0x6e ||
    kind === 0x72 ||
    kind === 0x74
  return isShort ? start + 2 : refuse(start)
}

/** Past a number: `-` int frac exp, without leading zeros (RFC 8259 §6). */
function skipNumber(source: JsonSource, start: number): number {
  let at = source.charCodeAt(start) === MINUS ? start + 1 : start
  at = source.charCodeAt(at) === 0x30 ? at + 1 : skipDigits(source, at)
  if (source.charCodeAt(at) === 0x2e) at = skipDigits(source, at + 1)
  const exponent = source.charCodeAt(at)
  if (exponent === 0x65 || exponent === 0x45) {
    const sign = source.charCodeAt(at + 1)
    at = skipDigits(source, sign === MINUS || sign === 0x2b ? at + 2 : at + 1)
  }
  return at
}

/** Past at least one digit. */
function skipDigits(source: JsonSource, start: number): number {
  let at = start
  while (isDigit(source.charCodeAt(at))) at += 1
  return at > start ? at : refuse(at)
}

function skipWord(source: JsonSource, start: number, word: string): number {
  for (let at = 1; at < word.length; at += 1) {
    if (source.charCodeAt(start + at) !== word.charCodeAt(at)) refuse(start + at)
  }
  return start + word.length
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66)
}

function refuse(at: number): never {
  throw new JsonRefusal('syntax', `not JSON at position ${at}`)
}
