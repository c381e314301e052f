// Asks for a server of the library (product.md §6). Whoever asks for what is asked for already joins that request; the
// same person twice is one.
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { CatalogueEntry } from '../../../schema/api/library.ts'
import { ownRequest, requestCreate } from '../../../schema/api/requests.ts'
import {
  libraryRequesters,
  libraryRequests,
  type LibraryRequesterRow,
  type LibraryRequestRow,
} from '../../../schema/tables/library-requests.ts'
import { servers } from '../../../schema/tables/servers.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { Env } from '../../environment.ts'
import { findEntry } from '../../library/search-catalogue.ts'
import { AdminProblem, invalidField } from '../admin-problem.ts'
import { commitWrite, GuardFailed, type AdminWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { findOpenRequest, type RequestRows } from './load.ts'
import { presentOwn } from './present.ts'
import { requesterOf, type Requester } from './requester-of.ts'

const route = defineRoute({
  method: 'post',
  path: '/requests',
  permission: 'library.request',
  operationId: 'createRequest',
  summary: 'Ask for a server of the library',
  request: { body: jsonBody(requestCreate) },
  responses: {
    201: jsonAnswer(ownRequest, 'Asked; others who asked for the same share the request'),
    200: jsonAnswer(ownRequest, 'You have asked already, and nobody has decided yet'),
  },
})

/** Somebody else asked first, or an admin decided, between reading and writing. */
const TRIES = 3

export const createRequest = endpoint(route, async (c) => {
  const { entryId, note } = c.req.valid('json')
  const entry = findEntry(entryId)
  if (!entry) throw invalidField('entryId', 'the library has no such entry; use an id of GET /library')
  await checkNotInstalled(c.env, entry)
  const me = requesterOf(c.get('actor'))
  for (let attempt = 1; ; attempt += 1) {
    const open = await findOpenRequest(c.env, entry.id)
    const mine = open?.requesters.find(({ kind, requesterId }) => kind === me.kind && requesterId === me.id)
    if (open && mine) return c.json(presentOwn(open.request, mine), 200)
    const by = { actor: c.get('actor'), requestId: c.get('requestId'), at: Date.now() }
    try {
      return c.json(await (open ? join(c.env, open, me, note, by) : ask(c.env, entry, me, note, by)), 201)
    } catch (error) {
      if (attempt === TRIES || !isOvertaken(error)) throw error
    }
  }
})

type By = Pick<AdminWrite, 'actor' | 'requestId' | 'at'>

async function ask(env: Env, entry: CatalogueEntry, me: Requester, note: string, by: By) {
  const request: LibraryRequestRow = {
    id: randomId('req'),
    entryId: entry.id,
    entryName: entry.name,
    state: 'open',
    reason: null,
    serverId: null,
    decidedByKind: null,
    decidedById: null,
    decidedByName: null,
    decidedAt: null,
    version: 1,
    createdAt: by.at,
    updatedAt: by.at,
  }
  const requester = requesterRow(request.id, me, note, by.at)
  const isOpen = sql`${libraryRequests.entryId} = ${entry.id} AND ${libraryRequests.state} = 'open'`
  await commitWrite(env, {
    ...by,
    action: 'request.created',
    resource: { kind: 'request', id: request.id },
    before: null,
    after: { entryId: entry.id, note },
    guard: sql`NOT EXISTS (SELECT 1 FROM ${libraryRequests} WHERE ${isOpen})`,
    changes: [
      { insert: libraryRequests, row: { ...request } },
      { insert: libraryRequesters, row: { ...requester } },
    ],
  })
  return presentOwn(request, requester)
}

async function join(env: Env, { request }: RequestRows, me: Requester, note: string, by: By) {
  const requester = requesterRow(request.id, me, note, by.at)
  const isOpen = sql`${libraryRequests.id} = ${request.id} AND ${libraryRequests.state} = 'open'`
  const isMine = sql`${libraryRequesters.requestId} = ${request.id} AND ${libraryRequesters.kind} = ${me.kind} AND ${libraryRequesters.requesterId} = ${me.id}`
  await commitWrite(env, {
    ...by,
    action: 'request.joined',
    resource: { kind: 'request', id: request.id },
    before: null,
    after: { entryId: request.entryId, note },
    guard: sql`EXISTS (SELECT 1 FROM ${libraryRequests} WHERE ${isOpen}) AND NOT EXISTS (SELECT 1 FROM ${libraryRequesters} WHERE ${isMine})`,
    changes: [{ insert: libraryRequesters, row: { ...requester } }],
  })
  return presentOwn(request, requester)
}

function requesterRow(requestId: string, me: Requester, note: string, at: number): LibraryRequesterRow {
  return { requestId, kind: me.kind, requesterId: me.id, requesterName: me.name, note, askedAt: at }
}

async function checkNotInstalled(env: Env, entry: CatalogueEntry): Promise<void> {
  const [found] = await drizzle(env.DB)
    .select({ slug: servers.slug, name: servers.name })
    .from(servers)
    .where(eq(servers.runtimeUrl, entry.url))
    .limit(1)
  if (!found) return
  const message = `is installed already as "${found.name}" (/s/${found.slug}/mcp)`
  throw new AdminProblem('conflict', `${entry.name} ${message}.`, { errors: [{ path: 'entryId', message }] })
}

function isOvertaken(error: unknown): boolean {
  return error instanceof GuardFailed || /UNIQUE constraint failed: library_request/.test(String(error))
}
