// Where the tools stand in an answer to `tools/list`, and the same answer with some of them taken out (M2, M3, M9). Pure.
import { skipSpace, skipString, skipValue } from './json-scan.ts'
import { OpenKeys } from './json-keys.ts'
import type { Span } from './json.ts'

/** The tools of a page, at positions counted from its opening bracket; the same text always gives the same page. */
export interface ToolPage {
  /** The array, brackets included. */
  text: string
  tools: readonly PageTool[]
}

export interface PageTool extends Span {
  /** Undefined where it has no name that is a text. */
  name: string | undefined
  /** As JSON.parse reads it. */
  definition: unknown
}

/** A page in whatever form it is remembered. */
export interface PageSpans<T extends Span = Span> {
  text: string
  tools: readonly T[]
}

export interface FoundPage<P extends PageSpans> {
  /** Position of the opening bracket in the message. */
  start: number
  page: P
  /** The value of `cacheScope` (2026-07-28), where there is one. */
  cacheScope: Span | undefined
  hasNextPage: boolean
}

/** A member that decides stands twice: two readers would see two lists. */
export class AmbiguousListError extends Error {
  override name = 'AmbiguousListError'
}

/**
 * `recall` may answer the page that begins at a position, where it was read before: then nothing of it is read again.
 * Undefined where the message carries no array of tools. Throws AmbiguousListError, JsonRefusal.
 */
export function findToolPage<P extends PageSpans>(
  text: string,
  pages: { recall: (text: string, start: number) => P | undefined; read: (page: ToolPage) => P },
): FoundPage<P> | undefined {
  let found: { start: number; page: P } | undefined
  let cacheScope: Span | undefined
  let hasNextPage = false
  let results = 0
  const readTools = (start: number): number | undefined => {
    if (found) throw new AmbiguousListError('"tools" stands twice')
    if (text[start] !== '[') return undefined
    const page = pages.recall(text, start) ?? pages.read(readPage(text, start))
    found = { start, page }
    return start + page.text.length
  }
  walkMembers(text, skipSpace(text, 0), (name, at) => {
    if (name !== 'result') return undefined
    results += 1
    if (results > 1) throw new AmbiguousListError('"result" stands twice')
    if (text[at] !== '{') return undefined
    return walkMembers(text, at, (member, start) => {
      if (member === 'tools') return readTools(start)
      if (member !== 'cacheScope' && member !== 'nextCursor') return undefined
      const end = skipValue(text, start, Infinity)
      if (member === 'cacheScope' && cacheScope) throw new AmbiguousListError('"cacheScope" stands twice')
      if (member === 'cacheScope') cacheScope = { start, end }
      // Only a text leads to a next page.
      else hasNextPage = text[start] === '"'
      return end
    })
  })
  return found && { ...found, cacheScope, hasNextPage }
}

/** The array with the tools that `isKept` leaves in it. */
export function keptTools<T extends Span>(page: PageSpans<T>, isKept: (tool: T) => boolean): string {
  const kept = page.tools.filter((tool) => isKept(tool))
  return kept.length === page.tools.length
    ? page.text
    : `[${kept.map((tool) => page.text.slice(tool.start, tool.end)).join(',')}]`
}

/**
 * The message with this array in place of its own, and as private as `isPrivate` says; every other character as it was.
 * `hasCacheScope`: the revision knows the member, so that a list without one is given it.
 */
export function spliceToolPage(
  text: string,
  { start, page, cacheScope }: FoundPage<PageSpans>,
  array: string,
  { isPrivate, hasCacheScope }: { isPrivate: boolean; hasCacheScope: boolean },
): string {
  const end = start + page.text.length
  const changes = [{ start, end, text: array }]
  if (isPrivate && cacheScope && !isPrivateScope(text, cacheScope))
    changes.push({ ...cacheScope, text: '"private"' })
  if (isPrivate && !cacheScope && hasCacheScope)
    changes.push({ start: end, end, text: ',"cacheScope":"private"' })
  if (array === page.text && changes.length === 1) return text
  let spliced = ''
  let copied = 0
  for (const change of changes.toSorted((a, b) => a.start - b.start)) {
    spliced += text.slice(copied, change.start) + change.text
    copied = change.end
  }
  return spliced + text.slice(copied)
}

function isPrivateScope(text: string, { start, end }: Span): boolean {
  return text.slice(start, end) === '"private"'
}

/** Reads the elements, each with unique member names, so that a definition reads the same to everybody. */
function readPage(text: string, start: number): ToolPage {
  const tools: PageTool[] = []
  let at = skipSpace(text, start + 1)
  while (text[at] !== ']') {
    const end = skipValue(text, at, DEPTH_MAX, new OpenKeys())
    const definition: unknown = JSON.parse(text.slice(at, end))
    tools.push({ name: nameOf(definition), definition, start: at - start, end: end - start })
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return { text: text.slice(start, at + 1), tools }
}

const DEPTH_MAX = 64

function nameOf(definition: unknown): string | undefined {
  if (typeof definition !== 'object' || definition === null || !Object.hasOwn(definition, 'name'))
    return undefined
  const { name } = definition as { name: unknown }
  return typeof name === 'string' ? name : undefined
}

/**
 * Visits the members of the object that begins at `from`, if one does, and answers where it ends. `visit` may answer
 * the end of a value that it has read.
 */
function walkMembers(
  text: string,
  from: number,
  visit: (name: string, start: number) => number | undefined,
): number {
  if (text[from] !== '{') return from
  let at = skipSpace(text, from + 1)
  while (text[at] === '"') {
    const nameEnd = skipString(text, at)
    const raw = text.slice(at + 1, nameEnd - 1)
    const name = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1)
    const end = visit(name, start) ?? skipValue(text, start, Infinity)
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return at + 1
}
