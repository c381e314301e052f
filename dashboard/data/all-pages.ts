// Every entry of a list that the API gives in pages, for names and choices; lists that grow are read page by page.
import { api, type ApiCall } from './api.ts'

const PAGE_SIZE = 200
/** 10,000 entries: more would not fit a page that shows them all. */
const PAGES_MAX = 50

export async function allPages<Page extends { cursor: string | null }, Entry>(
  path: string,
  entriesOf: (page: Page) => readonly Entry[],
  call: Pick<ApiCall, 'signal' | 'query'> = {},
): Promise<Entry[]> {
  const entries: Entry[] = []
  let cursor: string | null = null
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer: Page = await api<Page>(path, {
      ...call,
      query: { ...call.query, limit: PAGE_SIZE, cursor },
    })
    entries.push(...entriesOf(answer))
    cursor = answer.cursor
    if (cursor === null) break
  }
  return entries
}
