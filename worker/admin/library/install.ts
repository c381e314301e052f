// Installs a server of the library, or answers what is still needed (product.md §6).
import { sql } from 'drizzle-orm'
import { libraryInstall, libraryInstalled, librarySetup } from '../../../schema/api/library.ts'
import { AdminProblem } from '../admin-problem.ts'
import { GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { installEntry } from './install-entry.ts'
import { loadEntry } from './load-entry.ts'

const route = defineRoute({
  method: 'post',
  path: '/library/{id}/install',
  permission: 'library.install',
  operationId: 'installFromLibrary',
  summary: 'Install a server of the library; with a Gateway this needs gateways.attach too',
  request: { params: idParam, body: jsonBody(libraryInstall) },
  responses: {
    201: jsonAnswer(libraryInstalled, 'Installed'),
    200: jsonAnswer(librarySetup, 'Nothing was made: what is still needed, with the forms filled in'),
  },
})

export const installFromLibrary = endpoint(route, async (c) => {
  const outcome = await installEntry(c.env, loadEntry(c.req.valid('param').id), c.req.valid('json'), {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    guard: sql`TRUE`,
    together: () => [],
  }).catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw new AdminProblem('conflict', 'The Gateway changed while installing. Try again.')
  })
  if (outcome.state === 'needs_setup') return c.json(outcome, 200)
  return c.json(outcome, 201, etag(outcome.server.version))
})
