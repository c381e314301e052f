// A message without some members of its `params`, every other character as it was (M2). Pure.
import { findMember } from './json.ts'
import { skipSpace, skipString, skipValue } from './json-scan.ts'

/** `text` must have passed `checkJson`, so that no member stands twice. */
export function withoutParams(text: string, names: ReadonlySet<string>): string {
  const params = findMember(text, 0, 'params')
  if (!params || text[params.start] !== '{') return text
  const kept: string[] = []
  let at = skipSpace(text, params.start + 1)
  while (text[at] === '"') {
    const nameEnd = skipString(text, at)
    const end = skipValue(text, skipSpace(text, skipSpace(text, nameEnd) + 1), Infinity)
    if (!names.has(JSON.parse(text.slice(at, nameEnd)) as string)) kept.push(text.slice(at, end))
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return `${text.slice(0, params.start)}{${kept.join(',')}}${text.slice(params.end)}`
}
