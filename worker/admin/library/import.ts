// Reads a server.json of the MCP Registry: drafts for the form of a server; nothing is saved (product.md §6).
import { serverJsonImport, serverJsonImported } from '../../../schema/api/server-json.ts'
import { readServerJson } from '../../library/server-json/read-server-json.ts'
import { invalidFields } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { chooseSlug } from './choose-slug.ts'

const route = defineRoute({
  method: 'post',
  path: '/library/import',
  permission: 'servers.create',
  operationId: 'importServerJson',
  summary: 'Read a server.json of the MCP Registry into drafts of servers',
  needsMasterKeys: false,
  request: { body: jsonBody(serverJsonImport) },
  responses: {
    200: jsonAnswer(serverJsonImported, 'Drafts, and everything that cannot be used, with the reason'),
  },
})

export const importServerJson = endpoint(route, async (c) => {
  const { document, variables } = c.req.valid('json')
  const read = readServerJson(document, variables)
  if (!read.ok) throw invalidFields(read.errors)
  const drafts = await Promise.all(
    read.imported.drafts.map(async (draft) => ({ ...draft, slug: await chooseSlug(c.env, draft.slug) })),
  )
  return c.json({ ...read.imported, drafts }, 200)
})
