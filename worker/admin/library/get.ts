import { libraryEntry } from '../../../schema/api/library.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadEntry } from './load-entry.ts'
import { loadMarks } from './load-marks.ts'
import { presentEntry } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/library/{id}',
  permission: 'servers.read',
  operationId: 'getLibraryEntry',
  summary: 'One entry of the library',
  request: { params: idParam },
  responses: { 200: jsonAnswer(libraryEntry, 'The entry') },
})

export const getLibraryEntry = endpoint(route, async (c) => {
  const entry = loadEntry(c.req.valid('param').id)
  const marks = await loadMarks(c.env, c.get('actor'))
  return c.json(presentEntry(entry, marks.get(entry.id), c.get('actor')), 200)
})
