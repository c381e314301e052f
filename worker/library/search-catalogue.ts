// Which entries of the library match, in the order of their names. Pure.
import type { CatalogueEntry, LibraryQuery } from '../../schema/api/library.ts'
import { CATALOGUE } from './catalogue.ts'

const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** The catalogue as lists show it. */
export const BY_NAME: readonly CatalogueEntry[] = CATALOGUE.toSorted(
  (a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
)

const byId = new Map(CATALOGUE.map((entry) => [entry.id, entry]))

export function findEntry(id: string): CatalogueEntry | undefined {
  return byId.get(id)
}

/** Every word of `q` stands somewhere in what people know an entry by. */
export function isMatch(entry: CatalogueEntry, query: Pick<LibraryQuery, 'q' | 'authMode' | 'tag'>): boolean {
  if (query.authMode !== undefined && entry.authMode !== query.authMode) return false
  if (query.tag !== undefined && !entry.tags.includes(query.tag)) return false
  if (query.q === undefined) return true
  const text = [entry.name, entry.publisher, entry.description, new URL(entry.url).host, ...entry.tags]
    .join('\n')
    .toLowerCase()
  return query.q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Tags of the whole library, the most used first. */
export const TAGS: readonly { tag: string; count: number }[] = countTags(CATALOGUE)

function countTags(entries: readonly CatalogueEntry[]): { tag: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const tag of entries.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts]
    .map(([tag, count]) => ({ tag, count }))
    .toSorted((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1))
}
