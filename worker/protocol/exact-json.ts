// One text for each JSON value, digit by digit: white space, escapes and the order of members do not count, and numbers
// are as they were written (RFC 8785 would round them). Pure.
import { findElements } from './json.ts'
import { skipSpace, skipString, skipValue } from './json-scan.ts'

/** `text` must have passed `checkJson`, which bounds its depth; `start` is where the value begins. */
export function exactJson(text: string, start = 0): string {
  const at = skipSpace(text, start)
  if (text[at] === '[') {
    return `[${findElements(text, at)
      .map((element) => exactJson(text, element.start))
      .join(',')}]`
  }
  if (text[at] === '"') return JSON.stringify(JSON.parse(text.slice(at, skipString(text, at))))
  if (text[at] !== '{') return text.slice(at, skipValue(text, at, Infinity))
  return `{${membersOf(text, at)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}:${exactJson(text, value)}`)
    .join(',')}}`
}

/** Each member's name, and where its value begins. */
function membersOf(text: string, open: number): [name: string, value: number][] {
  const members: [string, number][] = []
  let at = skipSpace(text, open + 1)
  while (text[at] === '"') {
    const nameEnd = skipString(text, at)
    const value = skipSpace(text, skipSpace(text, nameEnd) + 1)
    members.push([JSON.parse(text.slice(at, nameEnd)) as string, value])
    at = skipSpace(text, skipValue(text, value, Infinity))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return members
}
