// Where two JSON values differ (RFC 6901 pointers). Pure.

export interface JsonDifference {
  path: string
  /** Absent: it is not there on that side. */
  before?: unknown
  after?: unknown
}

/** At most `max` places; beyond that a whole part stands for what is in it. Arrays compare element by element. */
export function jsonDifferences(before: unknown, after: unknown, max: number): JsonDifference[] {
  const found: JsonDifference[] = []
  compare('', before, after, found, max)
  return found
}

function compare(path: string, before: unknown, after: unknown, found: JsonDifference[], max: number): void {
  if (Object.is(before, after) || found.length >= max) return
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const isInBoth = Object.hasOwn(before, name) && Object.hasOwn(after, name)
      const place = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (isInBoth) compare(place, before[name], after[name], found, max)
      else if (found.length < max) {
        found.push(
          Object.hasOwn(before, name)
            ? { path: place, before: before[name] }
            : { path: place, after: after[name] },
        )
      }
    }
    return
  }
  found.push({ path, before, after })
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
