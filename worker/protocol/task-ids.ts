// Where the ids of tasks stand in a message (2025-11-25, basic/utilities/tasks; extension io.modelcontextprotocol/tasks).
// Only places that the protocol gives a meaning: a `taskId` inside of arguments or content is somebody else's. Pure.
import { findElements, findMember, type Span } from './json.ts'

/** `_meta` member that says to which task a message belongs. */
export const RELATED_TASK = 'io.modelcontextprotocol/related-task'

const RELATED = ['_meta', RELATED_TASK, 'taskId']

/** `*` stands for every element of an array. */
type Path = readonly string[]

const NOTIFIED: readonly Path[] = [
  ['params', 'taskId'],
  ['params', 'notifications', 'taskIds', '*'],
]
const LISTENED: readonly Path[] = [
  ['params', 'taskIds', '*'],
  ['params', 'notifications', 'taskIds', '*'],
]
const RESULTS: readonly Path[] = [
  ['result', 'taskId'],
  ['result', 'task', 'taskId'],
  ['result', 'tasks', '*', 'taskId'],
  ['result', ...RELATED],
]

/** The runtime's tasks that a client's message asks about: each must be the caller's. */
export function findAskedTaskIds(text: string, method: string): Span[] {
  if (method.startsWith('tasks/')) return findTexts(text, ['params', 'taskId'])
  return method === 'subscriptions/listen' ? LISTENED.flatMap((path) => findTexts(text, path)) : []
}

/** Tasks that a client's message mentions. They may be the client's own. */
export function findRelatedTaskIds(text: string): Span[] {
  return [...findTexts(text, ['params', ...RELATED]), ...findTexts(text, ['result', ...RELATED])]
}

/** The runtime's tasks in one of its own messages. `params.taskId` of its requests names a task of the client. */
export function findOwnTaskIds(text: string): Span[] {
  if (findMember(text, 0, 'method') === undefined) return RESULTS.flatMap((path) => findTexts(text, path))
  const related = findTexts(text, ['params', ...RELATED])
  return findMember(text, 0, 'id') === undefined
    ? [...related, ...NOTIFIED.flatMap((path) => findTexts(text, path))]
    : related
}

/** The text with a string in each of these places, every other character as it was (M2). */
export function spliceTexts(text: string, changes: readonly { span: Span; value: string }[]): string {
  let spliced = ''
  let copied = 0
  for (const { span, value } of changes.toSorted((a, b) => a.span.start - b.span.start)) {
    spliced += text.slice(copied, span.start) + JSON.stringify(value)
    copied = span.end
  }
  return spliced + text.slice(copied)
}

/** Spans of string literals, quotes included. */
function findTexts(text: string, path: Path): Span[] {
  let starts = [0]
  let spans: Span[] = []
  for (const name of path) {
    spans = starts.flatMap((start) =>
      name === '*' ? findElements(text, start) : (findMember(text, start, name) ?? []),
    )
    starts = spans.map((span) => span.start)
  }
  return spans.filter(({ start }) => text[start] === '"')
}
