// What one write changed, field by field. Nested states are walked, so that one switch in a large thing is one line. Pure.

export interface ChangedField {
  path: string
  before: unknown
  after: unknown
}

/** Bookkeeping that changes with every write. */
const NOT_SHOWN = new Set(['version', 'updatedAt', 'createdAt'])

export function changedFields(before: unknown, after: unknown): ChangedField[] {
  return walk('', before ?? undefined, after ?? undefined).filter(
    ({ path }) => !NOT_SHOWN.has(path.split('.').at(-1) ?? ''),
  )
}

function walk(path: string, before: unknown, after: unknown): ChangedField[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const [old, now] = [recordOf(before), recordOf(after)]
  // Something that came or went as a whole at the top is told field by field too.
  if (old === undefined && now === undefined) return [{ path, before, after }]
  if (path !== '' && (old === undefined || now === undefined)) return [{ path, before, after }]
  const names = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])
  return [...names].flatMap((name) => walk(path === '' ? name : `${path}.${name}`, old?.[name], now?.[name]))
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined
}

/** For people: texts bare, lists one below the other, the rest as JSON. */
export function shownValue(value: unknown): string {
  if (value === undefined) return '(none)'
  if (value === null) return '(empty)'
  if (value === '') return '(empty text)'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.length === 0 ? '(none)' : value.join('\n')
  return JSON.stringify(value, null, 2)
}
