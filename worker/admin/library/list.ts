// Searches the library (product.md §6).
import { libraryList, libraryQuery } from '../../../schema/api/library.ts'
import { pageOf } from '../../library/page-of.ts'
import { BY_NAME, isMatch, TAGS } from '../../library/search-catalogue.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { foreignCursor } from '../page-cursor.ts'
import { loadMarks } from './load-marks.ts'
import { presentEntry } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/library',
  permission: 'servers.read',
  operationId: 'listLibrary',
  summary: 'Servers that can be installed, by name',
  request: { query: libraryQuery },
  responses: { 200: jsonAnswer(libraryList, 'One page of entries') },
})

export const listLibrary = endpoint(route, async (c) => {
  const { status, cursor, limit, ...filter } = c.req.valid('query')
  const marks = await loadMarks(c.env, c.get('actor'))
  const isInstalled = (id: string) => (marks.get(id)?.installed.length ?? 0) > 0
  const found = BY_NAME.filter(
    (entry) =>
      isMatch(entry, filter) && (status === undefined || isInstalled(entry.id) === (status === 'installed')),
  )
  const page = pageOf(found, BY_NAME, { cursor, limit })
  if (!page) throw foreignCursor()
  return c.json(
    {
      entries: page.items.map((entry) => presentEntry(entry, marks.get(entry.id), c.get('actor'))),
      total: found.length,
      tags: [...TAGS],
      cursor: page.cursor,
    },
    200,
  )
})
